package dev.valise.chromium;

import static dev.valise.chromium.TestBrowsers.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.CdpConnection;
import dev.valise.chromium.limits.BrowserGroups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a browser ends; after each, nothing of it may be left. */
class ChromiumEndIT {

  @TempDir Path folder;
  @RegisterExtension final TestBrowsers browsers = new TestBrowsers();
  private Path scratch = Path.of("unset");
  private Optional<Path> group = Optional.empty();

  private RunningChromium launch() throws Exception {
    RunningChromium browser = browsers.launch(LaunchRequest.on(folder));
    TestBrowsers.open(browser, "data:text/html,<title>x</title>");
    // Main process, zygotes, helpers, renderers and the daemonised crash handlers.
    assertThat(browser.identity().isAlive()).isTrue();
    assertThat(TestBrowsers.processes(browser, folder)).hasSizeGreaterThan(5);
    scratch = TestBrowsers.home(browser);
    assertThat(scratch).isDirectory();
    group = BrowserGroups.of(browser.pid());
    assertThat(group.isPresent()).isEqualTo(TestBrowsers.LIMITER.hasGroups());
    return browser;
  }

  private void assertNothingIsLeft(RunningChromium browser) throws Exception {
    assertThat(TestBrowsers.processes(browser, folder)).isEmpty();
    assertThat(browser.onExit().get(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(browser.identity().isAlive()).isFalse();
    assertThat(scratch).doesNotExist();
    assertThat(group.filter(Files::exists)).isEmpty();
  }

  @Test
  void closedInOrder() throws Exception {
    RunningChromium browser = launch();
    assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
    assertNothingIsLeft(browser);
    assertThat(Files.readString(folder.resolve("Default/Preferences")))
        .contains("\"exit_type\":\"Normal\"");
  }

  @Test
  void closedByItsClient() throws Exception {
    RunningChromium browser = launch();
    try (var client = CdpConnection.connect(browser.devTools(), LIMIT)) {
      client.call("Browser.close", LIMIT);
    }
    browser.onExit().get(30, TimeUnit.SECONDS);
    assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
    assertNothingIsLeft(browser);
  }

  @Test
  void hanging() throws Exception {
    RunningChromium browser = launch();
    signal("STOP", browser);
    var grace = Duration.ofMillis(500);
    CloseReport report = browser.close(grace);
    assertThat(report)
        .isInstanceOfSatisfying(
            CloseReport.Forced.class, forced -> assertThat(forced.reason()).contains("DevTools"));
    assertThat(report.took()).isGreaterThan(grace);
    assertNothingIsLeft(browser);
  }

  @Test
  void crashed() throws Exception {
    RunningChromium browser = launch();
    CompletableFuture<OptionalInt> exit = browser.onExit();
    assertThat(exit).isNotDone();
    signal("KILL", browser);
    assertThat(exit.get(10, TimeUnit.SECONDS)).hasValue(137);
    assertThat(browser.close(LIMIT))
        .isInstanceOfSatisfying(
            CloseReport.Crashed.class, report -> assertThat(report.exitCode()).isEqualTo(137));
    assertNothingIsLeft(browser);
  }

  @Test
  void killed() throws Exception {
    RunningChromium browser = launch();
    browser.kill();
    browser.kill();
    assertNothingIsLeft(browser);
  }

  @Test
  void killedWhileItIsBeingClosed() throws Exception {
    RunningChromium browser = launch();
    signal("STOP", browser);
    var closing = new CompletableFuture<CloseReport>();
    Thread.startVirtualThread(() -> {
      try {
        closing.complete(browser.close(LIMIT));
      } catch (InterruptedException e) {
        closing.completeExceptionally(e);
      }
    });
    browser.kill();
    assertThat(closing.get(10, TimeUnit.SECONDS)).isInstanceOf(CloseReport.Crashed.class);
    assertNothingIsLeft(browser);
  }

  private static void signal(String name, RunningChromium browser) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(browser.pid())).start().waitFor();
  }
}
