package dev.valise.egress;

import java.time.Duration;

/**
 * What one proxy grants.
 *
 * @param connections at a time; more wait in the listener's backlog. Chromium has 32 by default
 *     (its policy MaxConnectionsPerProxy), and 255 more for WebSockets
 * @param handshake until a client has said what it wants
 * @param connect until the target is connected, lookup and upstream proxy included
 * @param halfClosed how long one direction may be silent once the other has ended
 */
public record ProxyLimits(
    int connections, Duration handshake, Duration connect, Duration halfClosed) {

  public static ProxyLimits standard() {
    return new ProxyLimits(
        512, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }
}
