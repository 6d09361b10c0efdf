package dev.valise.egress;

import java.util.List;

/**
 * What a browser has moved, in bytes of content: without handshakes, and without the headers of TCP
 * and IP.
 *
 * @param received handed to the browser
 * @param sent taken from the browser and handed to the network
 * @param connections that were established
 * @param denied the last 20 places that it may not go to, the latest first
 */
public record Traffic(long received, long sent, long connections, List<DeniedTarget> denied) {
  public Traffic {
    denied = List.copyOf(denied);
  }
}
