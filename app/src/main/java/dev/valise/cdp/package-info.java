/**
 * A DevTools protocol connection for the server's own use: commands, flat sessions, events.
 *
 * <p>Knows WebSocket and JSON. Must not know processes, profiles or who the commands are for. The
 * connections of clients do not come through here: they are passed on unparsed.
 */
@NullMarked
package dev.valise.cdp;

import org.jspecify.annotations.NullMarked;
