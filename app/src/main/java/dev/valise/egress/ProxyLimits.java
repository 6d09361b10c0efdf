package dev.valise.egress;

import java.time.Duration;

/**
 * What one proxy grants.
 *
 * @param connections at a time; more wait in the listener's backlog. Chromium in a room has up to
 *     512 (twice its policy MaxConnectionsPerProxy, by chance), and 255 or more for WebSockets
 * @param handshake until a client has said what it wants
 * @param connect until the target is connected, lookup and upstream proxy included
 * @param halfClosed how long one direction may be silent once the other has ended
 */
public record ProxyLimits(
    int connections, Duration handshake, Duration connect, Duration halfClosed) {

  public static ProxyLimits standard() {
    return new ProxyLimits(
        1024, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }
}
