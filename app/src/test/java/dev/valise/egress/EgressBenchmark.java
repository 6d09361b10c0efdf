package dev.valise.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the proxy costs, in figures: {@code mvn -pl app test -Dtest=EgressBenchmark}. Not part of
 * any build. Direct and proxied transfers take turns, since a shared machine changes its speed from
 * second to second; "direct again" shows how much of a difference is noise. Source and sink share
 * the process, and the cores, with the proxy.
 */
class EgressBenchmark {
  private static final int ROUNDS = 9;
  private static final long BULK = 512L << 20;
  private static final int CONNECTIONS = 300;

  /** Opens a connection to the server. */
  private interface Way {
    SocketChannel open() throws IOException;
  }

  @Test
  void directAndProxiedTakeTurns(@TempDir Path folder) throws Exception {
    try (var source = TestServer.that(EgressBenchmark::pour);
        var overTcp = TestProxy.of(TestProxy.open());
        var overUnix = TestProxy.at(folder.resolve("socks"), TestProxy.open())) {
      int port = source.port();
      Way direct =
          () -> SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      var names = List.of("direct", "direct again", "proxied", "over a Unix socket");
      List<Way> ways =
          List.of(
              direct,
              direct,
              () -> overTcp.connected("127.0.0.1", port).channel(),
              () -> overUnix.connected("127.0.0.1", port).channel());
      report("download, MB/s", names, rounds(ways, EgressBenchmark::megabytesPerSecond));
      report("new connections, ms each", names, rounds(ways, EgressBenchmark::millisEach));
    }
  }

  private interface Measure {
    double of(Way way) throws IOException;
  }

  private static List<List<Double>> rounds(List<Way> ways, Measure measure) throws IOException {
    var results = new ArrayList<List<Double>>();
    ways.forEach(_ -> results.add(new ArrayList<>()));
    for (int round = -2; round < ROUNDS; round++) {
      for (int i = 0; i < ways.size(); i++) {
        double result = measure.of(ways.get(i));
        if (round >= 0) {
          results.get(i).add(result);
        }
      }
    }
    return results;
  }

  private static void report(String what, List<String> names, List<List<Double>> results) {
    System.out.println(what);
    double direct = median(results.getFirst());
    for (int i = 0; i < names.size(); i++) {
      double median = median(results.get(i));
      System.out.printf(
          Locale.ROOT, "  %-20s median %9.3f  x%.2f%n", names.get(i), median, median / direct);
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double megabytesPerSecond(Way way) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    try (SocketChannel channel = way.open()) {
      long start = System.nanoTime();
      channel.write(ByteBuffer.wrap(new byte[] {1}));
      while (channel.read(buffer.clear()) >= 0) {}
      return BULK / 1e6 / ((System.nanoTime() - start) / 1e9);
    }
  }

  /** A request and an answer of one byte on each. */
  private static double millisEach(Way way) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      try (SocketChannel channel = way.open()) {
        channel.write(ByteBuffer.wrap(new byte[] {0}));
        while (channel.read(ByteBuffer.allocate(1)) >= 0) {}
      }
    }
    return (System.nanoTime() - start) / 1e6 / CONNECTIONS;
  }

  private static void pour(SocketChannel connection) throws IOException {
    ByteBuffer order = ByteBuffer.allocate(1);
    connection.read(order);
    long left = order.get(0) == 1 ? BULK : 1;
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      left -= connection.write(buffer);
    }
  }
}
