package dev.valise.hostile;

import dev.valise.chromium.isolation.OtherNetwork;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine that the server runs on, as far as the network goes: a namespace with addresses and a
 * cable, at the other end of which this process is all of the Internet.
 */
final class Machine implements AutoCloseable {
  static final String ADDRESS = "203.0.113.10";
  static final String SECOND_ADDRESS = "203.0.113.77";
  static final String IPV6_ADDRESS = "2001:db8:1::10";

  // Ends with its input, whatever becomes of this process.
  private static final List<String> HOLDER =
      List.of("unshare", "--net", "--", "sh", "-c", "echo made; exec cat");

  private final Process holder;
  private final OtherNetwork network;

  private Machine(Process holder, OtherNetwork network) {
    this.holder = holder;
    this.network = network;
  }

  /**
   * Makes it, and the Internet.
   *
   * @param internet addresses that this process is to have
   */
  static Machine make(Path folder, List<String> internet) throws Exception {
    Process holder =
        new ProcessBuilder(HOLDER).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (!"made".equals(holder.inputReader().readLine())) {
      throw new IllegalStateException("no network namespace");
    }
    Shell.run(
        folder,
        """
        ip link set lo up
        ip link add internet type veth peer name eth0 netns %1$d
        ip link set internet addrgenmode none
        ip link set internet up
        for address in %2$s; do
          case $address in
            *:*) ip -6 addr add $address/128 dev internet nodad;;
            *) ip addr add $address/32 dev internet;;
          esac
        done
        ip route add 203.0.113.0/24 dev internet
        ip -6 route add 2001:db8:1::/64 dev internet
        nsenter --target %1$d --net -- sh -ec '
          ip link set lo up
          ip link set eth0 addrgenmode none
          ip link set eth0 up
          ip addr add %3$s/24 dev eth0
          ip addr add %4$s/24 dev eth0
          ip -6 addr add %5$s/64 dev eth0 nodad
          ip route add default dev eth0
          ip -6 route add default dev eth0'
        """
            .formatted(
                holder.pid(), String.join(" ", internet), ADDRESS, SECOND_ADDRESS, IPV6_ADDRESS));
    return new Machine(holder, OtherNetwork.of(holder.pid()));
  }

  /** What has to come before a command that is to run on it. */
  List<String> prefix() {
    return List.of("nsenter", "--target", Long.toString(holder.pid()), "--net", "--");
  }

  /** Listens at all of its addresses. */
  ServerSocketChannel listen(int port) throws IOException {
    return network.listen(new InetSocketAddress(port));
  }

  /** Whether somebody listens on its loopback. */
  boolean answers(int port) throws IOException {
    try (SocketChannel _ =
        network.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    network.close();
    holder.destroyForcibly();
  }
}
