package dev.valise.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients of fewer browsers, two clients to a profile, and somebody who kills. */
final class Storm {
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(2);

  /** How many there are of whom. */
  record Size(int clients, int browsers) {
    static final Size FULL = new Size(20, 8);
    static final Size SMALL = new Size(8, 4);

    int profiles() {
      return clients / 2;
    }
  }

  private final Size size;
  private final Path data;
  private final Path log;
  private final String site;
  private final Random random;
  private final StormFigures figures = new StormFigures();
  private final Logins logins = new Logins();

  /**
   * @param data of the server
   * @param log for what it says on standard error
   * @param site URL of a page
   */
  Storm(Size size, Path data, Path log, String site, long seed) {
    this.size = size;
    this.data = data;
    this.log = log;
    this.site = site;
    this.random = new Random(seed);
    System.out.println("storm of -Dvalise.seed=" + seed);
  }

  StormFigures figures() {
    return figures;
  }

  /**
   * Rages so long, lets all that was begun come to its end, and looks what is left.
   *
   * @throws AssertionError when a login is missing, or something is left that should not be
   */
  void rage(Duration time) throws Exception {
    var processes = new BrowserProcesses(data);
    try (ServerUnderTest server =
            ServerUnderTest.serve(
                data,
                log,
                "--isolation=off",
                "--min-free-disk=0",
                "--max-browsers=" + size.browsers());
        Api api = server.api()) {
      for (int i = 0; i < size.profiles(); i++) {
        api.post("/profiles", Map.of("name", profile(i))).expect(201);
      }
      var killer =
          new Killer(server, processes, figures, new Random(random.nextLong()), BETWEEN_KILLS);
      run(time, api, killer);
      endTheRest(api);
      checkLogins(api);
      assertThat(new Leases(data).held()).as("leases").isEmpty();
      assertThat(processes.all()).as("processes").isEmpty();
      assertThat(data.resolve("checkouts")).isEmptyDirectory();
    }
    verify();
  }

  private void run(Duration time, Api api, Killer killer) throws Exception {
    var over = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < size.clients(); i++) {
        var client =
            new StormClient(
                api, site, profile(i), logins, killer, figures, new Random(random.nextLong()));
        all.add(threads.submit(() -> client.workUntil(over)));
      }
      Callable<Boolean> rage =
          () -> {
            killer.rage(over);
            return true;
          };
      all.add(threads.submit(rage));
      boolean endedEarly = over.await(time.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(endedEarly).isFalse();
      over.countDown();
    }
    for (Future<?> each : all) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new AssertionError(figures.toString(), e.getCause());
      }
    }
  }

  private String profile(int client) {
    return "profile" + client % size.profiles();
  }

  /** Sessions of which no client knows: the server was killed before it could answer. */
  private static void endTheRest(Api api) throws IOException {
    for (JsonNode session : api.get("/browsers?limit=100").expect(200).body()) {
      api.delete("/browsers/" + session.path("session_id").asText()).expect(204);
    }
  }

  private void checkLogins(Api api) throws Exception {
    for (int i = 0; i < size.profiles(); i++) {
      Answer opened =
          api.post("/browsers", Map.of("headless", true, "profile", Map.of("name", profile(i))))
              .expect(200);
      Set<Mark> seen = new SiteBrowser(URI.create(opened.text("cdp_ws_url")), site).marks();
      assertThat(Logins.missing(logins.of(profile(i)), seen)).as(profile(i)).isEmpty();
      api.delete("/browsers/" + opened.text("session_id")).expect(204);
    }
  }

  /** By the command that an operator has. */
  private void verify() throws Exception {
    Process verify =
        JavaProgram.builder(List.of("dev.valise.Main", "verify", "--data", data.toString()))
            .redirectErrorStream(true)
            .start();
    String said = verify.inputReader().readAllAsString();
    assertThat(verify.waitFor()).as(said).isZero();
    System.out.print(said);
  }
}
