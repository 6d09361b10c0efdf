/**
 * The WebSocket tunnel {@code GET /cdp/{session}?token=…}: passes a DevTools client's connection on
 * to the session's Chromium, byte for byte.
 *
 * <p>Knows Jetty's connections and Chromium's WebSocket handshake. Must not know WebSocket frames
 * or DevTools messages, nor how sessions live: {@link dev.valise.session.CdpAccess} judges who may
 * connect and says where to. docs/decisions/0003-cdp-tunnel.md has the reasons and the figures.
 */
@NullMarked
package dev.valise.api.cdp;

import org.jspecify.annotations.NullMarked;
