package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpSession;
import dev.valise.chromium.limits.BrowserLimits;
import dev.valise.chromium.limits.Limiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts real browsers and sees to it that none outlives its test. */
final class TestBrowsers implements AfterEachCallback {

  static final Duration LIMIT = Duration.ofSeconds(30);
  static final String SECRET = "a secret of the server";
  static final Limiter LIMITER = Limiter.ofThisMachine(BrowserLimits.none().withMemory(4L << 30));

  private final List<RunningChromium> launched = new ArrayList<>();
  private final ChromiumLauncher launcher;

  TestBrowsers() {
    var environment = new HashMap<>(System.getenv());
    environment.put("VALISE_API_KEY", SECRET);
    environment.keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
    launcher =
        new ChromiumLauncher(
            ChromiumInstallation.find(environment), environment, Optional::empty, LIMITER);
  }

  RunningChromium launch(LaunchRequest request) throws InterruptedException {
    RunningChromium browser = launcher.launch(request.withStartLimit(LIMIT));
    launched.add(browser);
    return browser;
  }

  /** Opens a page in the first tab and waits until it is loaded. */
  static void open(RunningChromium browser, String url) throws InterruptedException {
    try (var connection = CdpConnection.connect(browser.devTools(), LIMIT)) {
      CdpSession page = firstTab(connection);
      page.call("Page.enable", LIMIT);
      var loaded = new CountDownLatch(1);
      try (var _ =
          connection.listen(event -> {
            if (event.method().equals("Page.loadEventFired")) {
              loaded.countDown();
            }
          })) {
        page.call("Page.navigate", Map.of("url", url), LIMIT);
        assertThat(loaded.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  static String evaluate(RunningChromium browser, String expression) {
    try (var connection = CdpConnection.connect(browser.devTools(), LIMIT)) {
      return firstTab(connection)
          .call("Runtime.evaluate", Map.of("expression", expression, "userGesture", true), LIMIT)
          .path("result")
          .path("value")
          .asText();
    }
  }

  /** URLs of all tabs. */
  static List<String> tabs(RunningChromium browser) {
    try (var connection = CdpConnection.connect(browser.devTools(), LIMIT)) {
      return connection
          .call("Target.getTargets", LIMIT)
          .path("targetInfos")
          .valueStream()
          .filter(target -> target.path("type").asText().equals("page"))
          .map(target -> target.path("url").asText())
          .toList();
    }
  }

  private static CdpSession firstTab(CdpConnection connection) {
    String target =
        connection
            .call("Target.getTargets", LIMIT)
            .path("targetInfos")
            .valueStream()
            .filter(info -> info.path("type").asText().equals("page"))
            .findFirst()
            .orElseThrow()
            .path("targetId")
            .asText();
    return connection.session(
        connection
            .call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), LIMIT)
            .path("sessionId")
            .asText());
  }

  /**
   * The environments of all its processes as the kernel shows them. Chromium writes its titles over
   * those of most; the crash handlers keep theirs.
   */
  static List<String> environments(RunningChromium browser) throws IOException {
    var environments = new ArrayList<String>();
    for (ProcessIdentity process : browser.processes()) {
      environments.add(Files.readString(Path.of("/proc/" + process.pid() + "/environ")));
    }
    return environments;
  }

  /** Its private folder. */
  static Path home(RunningChromium browser) throws IOException {
    return environments(browser).stream()
        .flatMap(environment -> Stream.of(environment.split("\0")))
        .filter(variable -> variable.startsWith("HOME="))
        .map(variable -> Path.of(variable.substring("HOME=".length())))
        .findFirst()
        .orElseThrow();
  }

  /** Command lines of all processes that name the folder or belong to the session. */
  static List<String> processes(RunningChromium browser, Path userDataDir) {
    ProcessTable table = ProcessTable.ofThisMachine();
    return table.list().stream()
        .filter(entry -> entry.pid() != ProcessHandle.current().pid())
        .filter(entry ->
            entry.session().orElse(-1) == browser.pid()
                || table.commandLine(entry.pid()).contains(userDataDir.toString()))
        .map(entry -> entry.pid() + " " + table.commandLine(entry.pid()))
        .toList();
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    for (RunningChromium browser : launched) {
      browser.kill();
    }
    launched.clear();
  }
}
