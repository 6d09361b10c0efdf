package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpException;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A browser that wants all of the machine: it may fall, others and the server go on. */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class GreedyBrowserIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int TASKS = 600;

  private static final long MEMORY_OF_A_FOLDER = 1L << 30;

  private static final String HOG =
      """
      (async () => {
        const kept = [];
        try {
          while (kept.length < 1000) {
            kept.push(new Uint8Array(16 << 20).fill(7));
            await new Promise(resolve => setTimeout(resolve));
          }
          return 'took all it wanted';
        } catch (e) {
          return 'refused: ' + e.name;
        }
      })()
      """;

  private static final String WORKERS =
      """
      const url = URL.createObjectURL(new Blob(['onmessage = 1']));
      setInterval(() => new Worker(url));
      'begun'
      """;

  private static final String FRAMES =
      """
      let sites = 0;
      setInterval(() => {
        const frame = document.createElement('iframe');
        frame.src = `http://site${sites++}.localhost:PORT/`;
        document.body.append(frame);
      });
      'begun'
      """;

  private Path data;
  private GreedySite site;
  private ServerProcess server;
  private Tab bystander;
  private JsonNode greedy;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    data = folder;
    site = new GreedySite();
    server =
        ServerProcess.start(
            data,
            "--isolation=strict",
            "--browser-memory=1GB",
            "--browser-tasks=" + TASKS,
            "--allow-loopback-ports=" + site.port());
    bystander = tab(server.post("/browsers", "{\"headless\":true}"));
  }

  @BeforeEach
  void aGreedyBrowser() throws Exception {
    greedy = server.post("/browsers", "{\"headless\":true}");
  }

  @AfterEach
  void endIt() throws Exception {
    server.delete("/browsers/" + greedy.path("session_id").asText());
  }

  @AfterAll
  void end() {
    bystander.close();
    server.close();
    site.close();
  }

  private static Tab tab(JsonNode browser) throws Exception {
    return Tab.open(
        URI.create(browser.path("cdp_ws_url").asText()), "data:text/html,<title>alive</title>");
  }

  /** Whether the kernel has not ended the greedy browser as a whole. */
  private boolean isRunning() throws Exception {
    return server
        .get("/browsers")
        .valueStream()
        .anyMatch(running -> running.path("session_id").equals(greedy.path("session_id")));
  }

  private void assertOthersGoOn() throws Exception {
    assertThat(bystander.evaluate("document.title")).isEqualTo("alive");
    assertThat(server.get("/health").path("status").asText()).isEqualTo("ok");
  }

  @Test
  void whatIsLimitedIsSaid() throws Exception {
    JsonNode limits = greedy.at("/isolation/limits");
    assertThat(limits.at("/memory/bytes").asLong()).isEqualTo(1L << 30);
    assertThat(limits.at("/memory/per").asText()).isIn("browser", "process");
    assertThat(limits.at("/tasks/count").asInt()).isEqualTo(TASKS);
    assertThat(limits.at("/tasks/per").asText()).isEqualTo("browser");
    assertThat(limits.at("/cpus/per").asText()).isEqualTo("none");
    assertThat(limits.at("/cpus").has("count")).isFalse();
    assertThat(server.get("/health").path("isolation")).isEqualTo(greedy.path("isolation"));
  }

  @Test
  void aPageThatWantsAllMemoryIsRefused() throws Exception {
    try (Tab tab = tab(greedy)) {
      String outcome;
      try {
        outcome = tab.evaluate(HOG);
      } catch (CdpException e) {
        // The page was ended, or all of its browser.
        outcome = "no answer";
      }
      assertThat(outcome).isNotEqualTo("took all it wanted");
      assertOthersGoOn();
    }
  }

  @Test
  void aPageThatStartsWorkersWithoutEndGetsNoFurther() throws Exception {
    try (Tab tab = tab(greedy)) {
      assertItGetsNoFurther(tab, () -> tab.evaluate(WORKERS));
    }
  }

  @Test
  void aPageThatOpensFramesWithoutEndGetsNoFurther() throws Exception {
    try (Tab tab = tab(greedy)) {
      assertItGetsNoFurther(
          tab, () -> tab.evaluate(FRAMES.replace("PORT", Integer.toString(site.port()))));
    }
  }

  @Test
  void aClientThatOpensTabsWithoutEndGetsNoFurther() throws Exception {
    try (Tab tab = tab(greedy)) {
      assertItGetsNoFurther(
          tab,
          () -> {
            for (int i = 0; i < TASKS; i++) {
              tab.browser().call("Target.createTarget", Map.of("url", "about:blank"), LIMIT);
            }
          });
    }
  }

  /** Goes on until the page or its browser is gone, or has all that it can get for a while. */
  private void assertItGetsNoFurther(Tab tab, Runnable bomb) throws Exception {
    var crashed = new CompletableFuture<String>();
    tab.browser().call("Target.setDiscoverTargets", Map.of("discover", true), LIMIT);
    try (var _ =
        tab.browser()
            .listen(event -> {
              if (event.method().equals("Target.targetCrashed")) {
                crashed.complete(event.method());
              }
            })) {
      int before = server.tasksOfBrowsers();
      CompletableFuture<Void> exploded = CompletableFuture.runAsync(bomb);
      int most = 0;
      int roundsWithoutMore = 0;
      while (!crashed.isDone()
          && !exploded.isCompletedExceptionally()
          && isRunning()
          && (most < TASKS || roundsWithoutMore < 100)) {
        assertOthersGoOn();
        int now = server.tasksOfBrowsers();
        roundsWithoutMore = now > most ? 0 : roundsWithoutMore + 1;
        most = Math.max(most, now);
      }
      assertOthersGoOn();
      assertThat(most).isLessThan(before + TASKS);
    }
  }

  @Test
  void foldersInMemoryAreFilledAndNothingElse() throws Exception {
    try (Tab tab = tab(greedy)) {
      for (String folder : List.of("/tmp", "/dev/shm")) {
        // Where the folders count as its memory, it does not get to the second.
        if (isRunning()) {
          long arrived = download(tab, folder);
          assertThat(arrived > MEMORY_OF_A_FOLDER / 2 || !isRunning()).isTrue();
          assertThat(arrived).isLessThanOrEqualTo(MEMORY_OF_A_FOLDER);
        }
      }
    }
    assertThat(size(data)).isLessThan(MEMORY_OF_A_FOLDER / 4);
  }

  /** Downloads a file that has no end, and says how much of it arrived. */
  private long download(Tab tab, String folder) throws Exception {
    var most = new AtomicLong();
    var ended = new CountDownLatch(1);
    tab.browser()
        .call(
            "Browser.setDownloadBehavior",
            Map.of("behavior", "allow", "downloadPath", folder, "eventsEnabled", true),
            LIMIT);
    try (var _ =
        tab.browser()
            .listen(event -> {
              if (event.method().equals("Browser.downloadProgress")) {
                JsonNode progress = event.params();
                most.accumulateAndGet(progress.path("receivedBytes").asLong(), Math::max);
                if (!progress.path("state").asText().equals("inProgress")) {
                  ended.countDown();
                }
              }
            })) {
      tab.evaluate("location = 'http://127.0.0.1:%d/file'; ''".formatted(site.port()));
      while (ended.getCount() > 0 && isRunning()) {
        assertOthersGoOn();
      }
      return most.get();
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
