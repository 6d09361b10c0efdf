package dev.valise.chromium.isolation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Ports for browsers that share the machine's loopback, one for each that runs. Thread-safe.
 *
 * <p>Chosen before the browser starts, because the kernel's rules for it have to name the port: a
 * browser that could bind any would be a server for whoever takes it over. Below the ports that
 * Linux gives to outgoing connections (net.ipv4.ip_local_port_range, 32768 to 60999), so that none
 * of those takes it in between; whoever takes it all the same makes the start fail, and is tried
 * again with another one.
 */
final class DevToolsPorts {
  private static final int FIRST = 21_000;
  private static final int COUNT = 10_000;

  private final IntPredicate isFree;
  private final Set<Integer> taken = new HashSet<>();
  private int next;

  DevToolsPorts() {
    this(DevToolsPorts::isFree);
  }

  /**
   * @param isFree whether nobody listens on a port of 127.0.0.1
   */
  DevToolsPorts(IntPredicate isFree) {
    this.isFree = isFree;
  }

  /** One that no room of this server has, and nobody else at this moment. */
  synchronized int take() throws IOException {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + next;
      next = (next + 1) % COUNT;
      if (!taken.contains(port) && isFree.test(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new IOException("all " + COUNT + " ports for DevTools are taken");
  }

  synchronized void giveBack(int port) {
    taken.remove(port);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
