package dev.valise.chromium.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.ChromiumInstallation;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that allocates without end, where there are no control groups. */
class MemoryHogIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Touches what it allocates, a little at a time; stops by itself far above the limit. */
  private static final String HOG =
      """
      (async () => {
        const kept = [];
        try {
          for (let mebibytes = 0; mebibytes < 6144; mebibytes += 16) {
            kept.push(new Uint8Array(16 << 20).fill(7));
            await new Promise(resolve => setTimeout(resolve));
          }
          return 'took all it wanted';
        } catch (e) {
          return 'refused at ' + kept.length * 16 + ' MiB: ' + e.name;
        }
      })()
      """;

  @TempDir Path folder;
  private final List<Process> browsers = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (Process browser : browsers) {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly().waitFor();
    }
  }

  private URI launch(String name, BrowserLimits limits) throws Exception {
    Path home = Files.createDirectory(folder.resolve(name));
    Path program = ChromiumInstallation.find(System.getenv()).executable();
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--user-data-dir=" + home,
            "--headless=new",
            "--remote-debugging-port=0",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    var builder =
        new ProcessBuilder(
                new Limiter(Optional.empty(), limits).prepare(name, false).command(command))
            .redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("TMPDIR", home.toString());
    Process process = builder.start();
    browsers.add(process);
    var found = new CompletableFuture<URI>();
    Thread.ofPlatform().daemon().start(() -> drain(process, found));
    return found.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void drain(Process process, CompletableFuture<URI> devTools) {
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("DevTools listening on ")) {
          devTools.complete(URI.create(line.substring(22).strip()));
        }
      }
    } catch (IOException e) {
      devTools.completeExceptionally(e);
    }
  }

  @Test
  void aPageThatWantsAllMemoryGetsItsShareAndOtherBrowsersGoOn() throws Exception {
    URI greedy = launch("greedy", BrowserLimits.none().withMemory(1L << 30));
    URI modest = launch("modest", BrowserLimits.none());
    try (Tab bystander = Tab.open(modest, "data:text/html,<title>alive</title>");
        Tab hog = Tab.open(greedy, "data:text/html,<title>hog</title>")) {
      // Either the page is told, or its tab crashes and never answers.
      assertThat(hog.evaluate(HOG)).startsWith("refused at").contains("RangeError");
      assertThat(bystander.evaluate("document.title")).isEqualTo("alive");
      assertThat(hog.browser().call("Browser.getVersion", Map.of(), LIMIT).path("product").asText())
          .contains("Chrome");
    }
  }

  @Test
  void everyProcessOfABrowserGoesBeforeTheServer() throws Exception {
    launch("modest", BrowserLimits.none());
    int server = score(ProcessHandle.current());
    ProcessHandle browser = browsers.getFirst().toHandle();
    // Why it is not enough to start with a higher score.
    assertThat(score(browser)).isZero();
    assertThat(OomScore.raise(browser.pid())).isTrue();
    assertThat(score(browser)).isGreaterThan(server).isEqualTo(300);
    assertThat(browser.descendants()).isNotEmpty();
    // Chromium sets those of processes that are just starting once more, and tells nobody.
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!allGoBefore(server, browser)) {
      assertThat(System.nanoTime()).isLessThan(end);
      browser.descendants().forEach(process -> OomScore.raise(process.pid()));
    }
  }

  private static boolean allGoBefore(int server, ProcessHandle browser) {
    return browser.descendants().allMatch(process -> score(process) > server);
  }

  private static int score(ProcessHandle process) {
    try {
      Path file = Path.of("/proc/" + process.pid() + "/oom_score_adj");
      return Integer.parseInt(Files.readString(file).strip());
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new AssertionError(e);
      }
      // Nobody went sooner.
      return Integer.MAX_VALUE;
    }
  }
}
