package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumLauncher;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.limits.BrowserLimits;
import dev.valise.chromium.limits.Limiter;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts browsers in the rooms that this machine has, and sees to it that none outlives its test.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RoomBrowsers {
  static final Duration LIMIT = Duration.ofSeconds(30);
  static final String SECRET = "a secret of the server";
  static final Limiter LIMITER =
      Limiter.ofThisMachine(BrowserLimits.none().withMemory(4L << 30).withTasks(2000));

  @TempDir static Path data;

  /** Of one test. */
  Path folder = Path.of("");

  private final List<RunningChromium> launched = new CopyOnWriteArrayList<>();
  private ProbeResult probed = new ProbeResult(Optional.empty(), List.of());
  private ChromiumLauncher launcher = launcher();

  private ChromiumLauncher launcher() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("DB_PASSWORD", SECRET);
    return new ChromiumLauncher(
        ChromiumInstallation.find(environment), environment, probed::rooms, LIMITER);
  }

  @BeforeAll
  void probe() {
    probed = RoomProbe.run(wanted(), subject());
    assertThat(probed.tier()).as("%s", probed.obstacles()).isEqualTo(expectedTier());
    launcher = launcher();
  }

  static RoomProbe.Subject subject() {
    return new RoomProbe.Subject(
        ChromiumInstallation.find(System.getenv()).executable(), System.getenv("PATH"), data);
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(data, "test");
  }

  abstract Isolation wanted();

  abstract Tier expectedTier();

  /** A profile as its browser sees it. */
  abstract Path seen(Path profile);

  /** The folder for downloads as the browser sees it. */
  abstract Path seenDownloads(Path downloads);

  @AfterAll
  void leaveNoRoom() {
    launcher.close();
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (RunningChromium browser : launched) {
      browser.kill();
    }
    launched.clear();
  }

  final RunningChromium launch(Path folder) throws InterruptedException {
    return launch(LaunchRequest.on(folder));
  }

  final RunningChromium launch(LaunchRequest request) throws InterruptedException {
    RunningChromium browser = launcher.launch(request.withStartLimit(LIMIT));
    launched.add(browser);
    return browser;
  }

  static String text(RunningChromium browser, String url) throws Exception {
    try (Tab tab = Tab.open(browser.devTools(), url)) {
      return tab.evaluate("document.documentElement.innerText");
    }
  }

  /**
   * How many entries a browser lists of a folder. Two of forty listings that Landlock refused never
   * ended, nor showed anything: what is there after ten seconds counts.
   */
  static String entries(RunningChromium browser, Path folder) throws Exception {
    try (Tab tab = Tab.open(browser.devTools(), "about:blank")) {
      tab.session().call("Page.navigate", Map.of("url", "file://" + folder + "/"), LIMIT);
      return tab.evaluate(
          """
          new Promise(done => {
            const count = () => done(String(document.querySelectorAll('#tbody tr').length));
            if (document.readyState === 'complete') count();
            addEventListener('load', count);
            setTimeout(count, 10000);
          })
          """);
    }
  }

  /** What a client gets that goes past the proxy, by a context of its own. */
  static String directly(RunningChromium browser, String url) throws Exception {
    try (CdpConnection connection = CdpConnection.connect(browser.devTools(), LIMIT)) {
      String context =
          connection
              .call("Target.createBrowserContext", Map.of("proxyServer", "direct://"), LIMIT)
              .path("browserContextId")
              .asText();
      String target =
          connection
              .call(
                  "Target.createTarget",
                  Map.of("url", "about:blank", "browserContextId", context),
                  LIMIT)
              .path("targetId")
              .asText();
      String session =
          connection
              .call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), LIMIT)
              .path("sessionId")
              .asText();
      return connection
          .session(session)
          .call("Page.navigate", Map.of("url", url), LIMIT)
          .path("errorText")
          .asText();
    }
  }

  /** What a page gets of a file that a client puts into its form. */
  static String upload(RunningChromium browser, Path file) throws Exception {
    try (Tab tab = Tab.open(browser.devTools(), "data:text/html,<input type=file>")) {
      JsonNode root = tab.session().call("DOM.getDocument", LIMIT).path("root").path("nodeId");
      JsonNode input =
          tab.session()
              .call("DOM.querySelector", Map.of("nodeId", root, "selector", "input"), LIMIT)
              .path("nodeId");
      tab.session()
          .call(
              "DOM.setFileInputFiles",
              Map.of("nodeId", input, "files", List.of(file.toString())),
              LIMIT);
      return tab.evaluate(
          "document.querySelector('input').files[0].text().catch(e => 'refused: ' + e)");
    }
  }

  /** Lets a client download a file that has its name as its text; completed or canceled. */
  static String download(RunningChromium browser, String name, Path target) throws Exception {
    String page = "data:text/html,<a download=%1$s href='data:,%1$s'>file</a>".formatted(name);
    try (Tab tab = Tab.open(browser.devTools(), page)) {
      tab.browser()
          .call(
              "Browser.setDownloadBehavior",
              Map.of("behavior", "allow", "downloadPath", target.toString(), "eventsEnabled", true),
              LIMIT);
      var end = new CompletableFuture<String>();
      try (var _ =
          tab.browser()
              .listen(event -> {
                String state = event.params().path("state").asText();
                if (state.equals("completed") || state.equals("canceled")) {
                  end.complete(state);
                }
              })) {
        tab.evaluate("document.querySelector('a').click()");
        return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** Of all browsers of this user that run now. */
  static List<Path> scratchFolders() throws IOException {
    try (Stream<Path> found = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return found.filter(path -> path.getFileName().toString().matches("valise-[0-9]+")).toList();
    }
  }
}
