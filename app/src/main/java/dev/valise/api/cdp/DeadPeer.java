package dev.valise.api.cdp;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;

/** Has the kernel probe idle connections, since a tunnel has no idle timeout. */
final class DeadPeer {
  private static final int IDLE_SECONDS = 60;
  private static final int PROBE_SECONDS = 15;
  private static final int PROBES = 4;

  private static final Map<SocketOption<Integer>, Integer> PACE =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_SECONDS,
          ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);

  private DeadPeer() {}

  /**
   * A peer that vanished without a word, as laptops and NAT routers do, ends its connection after
   * two minutes; with keep-alive alone Linux waits two hours before it asks (tcp(7)).
   */
  static void detect(EndPoint endPoint) {
    if (endPoint.getTransport() instanceof SocketChannel socket) {
      try {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (var option : PACE.entrySet()) {
          if (socket.supportedOptions().contains(option.getKey())) {
            socket.setOption(option.getKey(), option.getValue());
          }
        }
      } catch (IOException closedAlready) {
        endPoint.close();
      }
    }
  }
}
