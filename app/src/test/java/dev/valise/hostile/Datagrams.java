package dev.valise.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** A service over UDP: one datagram in, at most one out. */
interface Datagrams {

  /**
   * Answers.
   *
   * @param datagram from position 0
   */
  Optional<ByteBuffer> answer(ByteBuffer datagram, InetSocketAddress from);

  /** Serves until the channel is closed. */
  static void serve(InetSocketAddress address, Datagrams service) throws IOException {
    DatagramChannel channel = DatagramChannel.open().bind(address);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (channel) {
            while (true) {
              var datagram = ByteBuffer.allocate(2048);
              var from = (InetSocketAddress) channel.receive(datagram);
              Optional<ByteBuffer> answer = service.answer(datagram.flip(), from);
              if (answer.isPresent()) {
                channel.send(answer.get(), from);
              }
            }
          } catch (IOException e) {
            throw new IllegalStateException("no service at " + address, e);
          }
        });
  }
}
