package dev.valise.chromium.isolation;

import dev.valise.chromium.limits.LimitedStart;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a room is to hold.
 *
 * @param executable the browser
 * @param scratch a private folder of the server's (0700), for this room alone; its path is at most
 *     60 bytes long, so that sockets fit into it
 * @param limits of all that runs for the browser, in the room and around it
 */
public record RoomRequest(Path executable, Path scratch, RoomNetwork network, LimitedStart limits) {

  /** Whether there is a listening socket for a proxy. */
  boolean isProxied() {
    return network instanceof RoomNetwork.Proxied;
  }

  /** The route that the room has; empty for none. */
  Optional<RoomNetwork.Full> route() {
    return network instanceof RoomNetwork.Full full ? Optional.of(full) : Optional.empty();
  }
}
