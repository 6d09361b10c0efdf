package dev.valise.api.cdp;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the tunnel costs, in figures: {@code mvn -pl app test -Dtest=CdpTunnelBenchmark}. Not part
 * of any build. Direct and tunnelled calls take turns in small blocks, since a shared machine
 * changes its speed from second to second; "direct again" shows how much of a difference is noise.
 */
class CdpTunnelBenchmark {
  private static final int WARM_UP = 5_000;
  private static final int BLOCKS = 20;
  private static final int CALLS_PER_BLOCK = 200;
  private static final int LARGE_ROUNDS = 7;

  private static final String SMALL = "1+1";
  private static final String LARGE_RESULT = "'x'.repeat(30e6)";
  private static final String LARGE_COMMAND = "'" + "y".repeat(20_000_000) + "'.length";

  @Test
  void directAndTunnelledTakeTurns(@TempDir Path userDataDir) throws Exception {
    try (var chromium = new RunningChromium(userDataDir);
        var server = TunnelServer.with(new TestingAccess(chromium::devTools))) {
      URI tunnel = URI.create("ws://127.0.0.1:" + server.port() + RawClient.PATH);
      var contestants =
          List.of(
              new Contestant("direct", chromium.devTools()),
              new Contestant("direct again", chromium.devTools()),
              new Contestant("tunnelled", tunnel));
      System.out.println("Warming up");
      compare(contestants, SMALL, 1, WARM_UP);
      System.out.println("1+1");
      compare(contestants, SMALL, BLOCKS, CALLS_PER_BLOCK);
      System.out.println("30 MB result");
      compare(contestants, LARGE_RESULT, LARGE_ROUNDS, 1);
      System.out.println("20 MB command");
      compare(contestants, LARGE_COMMAND, LARGE_ROUNDS, 1);
    }
  }

  private static void compare(
      List<Contestant> contestants, String expression, int blocks, int calls) throws IOException {
    contestants.forEach(it -> it.millis.clear());
    for (int block = 0; block < blocks; block++) {
      for (Contestant contestant : contestants) {
        contestant.call(expression, calls);
      }
    }
    double direct = contestants.getFirst().quantile(0.5);
    for (Contestant it : contestants) {
      System.out.printf(
          Locale.ROOT,
          "  %-12s  median %8.3f ms  p99 %8.3f ms  x%.2f%n",
          it.name,
          it.quantile(0.5),
          it.quantile(0.99),
          it.quantile(0.5) / direct);
    }
  }

  private static final class Contestant {
    private final String name;
    private final BlockingDevToolsClient client;
    private final List<Double> millis = new ArrayList<>();

    private Contestant(String name, URI uri) throws IOException {
      this.name = name;
      this.client = new BlockingDevToolsClient(uri);
    }

    void call(String expression, int times) throws IOException {
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        client.evaluate(expression);
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }

    double quantile(double q) {
      return millis.stream().sorted().toList().get((int) (q * (millis.size() - 1)));
    }
  }
}
