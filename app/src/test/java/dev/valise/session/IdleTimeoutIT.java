package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.SessionState;
import dev.valise.testing.Await;
import dev.valise.testing.LoginSite;
import dev.valise.testing.ProcFiles;
import dev.valise.testing.Tab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that nobody uses. */
final class IdleTimeoutIT {
  private static final String BUSY =
      "data:text/html,<script>setInterval(() => { for (let i = 0; i < 1e5; i++); })</script>";

  @TempDir private Path folder;

  @Test
  void aSessionWithoutClientsIsSavedAndEndsOnceItsTimeIsOver() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);

      fixture.clock.advance(Duration.ofSeconds(64));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.STANDBY);

      fixture.clock.advance(Duration.ofSeconds(1));
      fixture.service.endIdle().join();
      BrowserSession ended = fixture.find(session);
      assertThat(ended.state()).isEqualTo(SessionState.CLOSED);
      assertThat(ended.ending().orElseThrow().reason()).contains("timed out");
      assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(1);
    }
  }

  @Test
  void theTimeCountsFromWhenTheLastClientLeft() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      BrowserSession session = fixture.open(fixture.profile("main"), false);
      CdpAccess.Attachment one = fixture.grant(session).attach(() -> {});
      CdpAccess.Attachment other = fixture.grant(session).attach(() -> {});

      fixture.clock.advance(Duration.ofHours(1));
      one.close();
      fixture.clock.advance(Duration.ofHours(1));
      other.close();
      other.close();
      fixture.clock.advance(Duration.ofSeconds(64));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.STANDBY);

      fixture.clock.advance(Duration.ofSeconds(1));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.CLOSED);
    }
  }

  @Test
  void aBrowserThatNobodyUsesTakesNoProcessorTimeUntilAClientConnects() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      BrowserSession session = fixture.open(fixture.profile("main"), true);
      long chromium = ProcessIdentity.parse(fixture.find(session).process().orElseThrow()).pid();
      try (var _ = fixture.grant(session).attach(() -> {});
          Tab tab = Tab.open(fixture.devTools(session), BUSY)) {
        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.service.endIdle().join();
        assertThat(fixture.find(session).state()).isEqualTo(SessionState.RUNNING);
        long before = ticks(chromium);
        Await.until("the page is busy", () -> ticks(chromium) > before);
        assertThat(tab.evaluate("1 + 1")).isEqualTo("2");
      }
      fixture.clock.advance(Duration.ofSeconds(5));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.STANDBY);
      long frozen = settledTicks(chromium);
      pause(Duration.ofSeconds(1));
      assertThat(ticks(chromium)).isEqualTo(frozen).isPositive();

      DevToolsEndpoint devTools = fixture.devTools(session);
      try (Tab tab = Tab.open(devTools, "about:blank")) {
        assertThat(tab.evaluate("1 + 1")).isEqualTo("2");
      }
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.RUNNING);
    }
  }

  @Test
  void aBrowserInStandbyIsSavedAsItIs() throws Exception {
    Path starts = folder.resolve("starts");
    Path script =
        Files.createFile(
            folder.resolve("chromium"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        script,
        """
        #!/bin/sh
        case "$*" in *--user-data-dir*) echo start >>'%s' ;; esac
        exec '%s' "$@"
        """
            .formatted(starts, ChromiumInstallation.find(System.getenv()).executable()));
    try (SessionFixture fixture =
            SessionFixture.in(Files.createDirectory(folder.resolve("data")), script);
        LoginSite site = LoginSite.start()) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);
      try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
        tab.evaluate("login('s1')");
      }
      fixture.clock.advance(Duration.ofSeconds(6));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.STANDBY);
      fixture.end(session);
      assertThat(starts).as("it told its cookies, and need not be asked again").hasContent("start");
      try (Tab tab = Tab.open(fixture.devTools(fixture.open(profile, false)), site.url())) {
        assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn("s1"));
      }
    }
  }

  /** The kernel may count the tick in which a process was stopped a moment later. */
  private static long settledTicks(long pid) {
    var last = new AtomicLong(-1);
    Await.until(
        "all of it stands still",
        () -> {
          pause(Duration.ofMillis(100));
          long now = ticks(pid);
          return last.getAndSet(now) == now;
        });
    return last.get();
  }

  /** Time in which a busy page would take many ticks. */
  private static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Await.until("time passes", () -> System.nanoTime() > until);
  }

  /** Of a browser and all that it started. */
  private static long ticks(long pid) {
    return Stream.concat(
            Stream.of(pid),
            ProcessHandle.of(pid).orElseThrow().descendants().map(ProcessHandle::pid))
        .mapToLong(each -> ProcFiles.ticks(each).orElse(0))
        .sum();
  }
}
