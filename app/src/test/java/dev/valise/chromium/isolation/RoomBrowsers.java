package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.CdpConnection;
import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumLauncher;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.limits.BrowserLimits;
import dev.valise.chromium.limits.Limiter;
import dev.valise.testing.Tab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Starts browsers in the rooms that this machine has, and sees to it that none outlives its test.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RoomBrowsers {
  static final Duration LIMIT = Duration.ofSeconds(30);
  static final String SECRET = "a secret of the server";
  static final Limiter LIMITER =
      Limiter.ofThisMachine(BrowserLimits.none().withMemory(4L << 30).withTasks(2000));

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
    probed =
        RoomProbe.run(
            ChromiumInstallation.find(System.getenv()).executable(), System.getenv("PATH"));
    assertThat(probed.tier()).as("%s", probed.obstacles()).isEqualTo(expectedTier());
    launcher = launcher();
  }

  abstract Tier expectedTier();

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
}
