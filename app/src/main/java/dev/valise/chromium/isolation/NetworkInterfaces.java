package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The interfaces of a room's network: loopback, and a pair of cables that lead nowhere. Without an
 * interface that is up and has an address, {@code navigator.onLine} is false and pages show that
 * they are offline (measured: loopback, a tap without a carrier and links without an address do not
 * do). There is no route, so that a direct connection ends in ERR_ADDRESS_UNREACHABLE.
 */
final class NetworkInterfaces {

  /**
   * Input of {@code ip -batch}. Without addrgenmode none, the IPv6 addresses that appear by
   * themselves make Chromium fail requests with ERR_NETWORK_CHANGED. The address is one that no
   * network routes (RFC 7335).
   */
  static String batch(RoomNetwork network) {
    return switch (network) {
      case RoomNetwork.None _, RoomNetwork.Proxied _ -> WITHOUT_ROUTE;
      // The rest is pasta's, which brings an interface with addresses and routes.
      case RoomNetwork.Full _ -> "link set lo up\n";
    };
  }

  private static final String WITHOUT_ROUTE =
      """
      link set lo up
      link add on0 type veth peer name on1
      link set on0 addrgenmode none
      link set on1 addrgenmode none
      addr add 192.0.0.2/32 dev on0
      link set on0 up
      link set on1 up
      """;

  private NetworkInterfaces() {}

  /** Sets up a network that is new. */
  static void setUp(Programs programs, RoomNetwork network, NetworkNamespace inside)
      throws IOException {
    run(List.of(programs.path("ip"), "-batch", "-"), batch(network), inside);
    if (network instanceof RoomNetwork.Full full) {
      run(List.of(programs.path("nft"), "-f", "-"), PacketFilter.FOR_ROOT.text(full), inside);
    }
  }

  private static void run(List<String> command, String text, NetworkNamespace inside)
      throws IOException {
    byte[] input = text.getBytes(StandardCharsets.US_ASCII);
    Process process = RoomProcess.start(command, inside::enter);
    RoomProcess.tell(process, input);
    try (var output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(
            "%s could not set up the room's network: %s".formatted(command.getFirst(), said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while setting up the room's network", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
