/**
 * Which places a browser may reach: rules as people write them, the built-in denials, and the
 * judgement over both.
 *
 * <p>Knows names, addresses and ports. Must not know sockets, proxies or browsers: it opens nothing
 * and looks no name up.
 */
@NullMarked
package dev.valise.egress.policy;

import org.jspecify.annotations.NullMarked;
