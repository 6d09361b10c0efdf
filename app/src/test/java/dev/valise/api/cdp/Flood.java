package dev.valise.api.cdp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Writes as much as a connection takes while nobody reads at its other end. */
final class Flood {
  /** With no room for so long there will be none: whatever moves, moves in microseconds here. */
  private static final Duration STALLED = Duration.ofMillis(300);

  private Flood() {}

  /**
   * Writes zeros until the connection takes no more, or has taken the maximum.
   *
   * @return how many bytes it took
   */
  static long untilStalled(SocketChannel channel, long maximum) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(64 * 1024);
    long taken = 0;
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_WRITE);
      while (taken < maximum && selector.select(STALLED.toMillis()) > 0) {
        selector.selectedKeys().clear();
        taken += channel.write(zeros.clear());
      }
    }
    channel.configureBlocking(true);
    return taken;
  }
}
