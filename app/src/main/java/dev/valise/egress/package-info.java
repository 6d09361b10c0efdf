/**
 * The SOCKS5 proxy through which an isolated browser reaches the network, and nothing but what its
 * policy allows: {@link dev.valise.egress.SocksProxy}, one for each browser.
 *
 * <p>Knows sockets and the policy. Must not know browsers, sessions or where the listening socket
 * came from.
 */
@NullMarked
package dev.valise.egress;

import org.jspecify.annotations.NullMarked;
