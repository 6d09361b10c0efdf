package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts in place of a browser, for what a real one does not do on demand. */
class ChromiumLauncherTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private ChromiumLauncher launcher(String script, Map<String, String> environment)
      throws IOException {
    Path program = Files.writeString(folder.resolve("chromium"), script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return new ChromiumLauncher(ChromiumInstallation.at(program), environment);
  }

  private ChromiumLauncher launcher(String script) throws IOException {
    return launcher("#!/bin/sh\n" + script, Map.of("PATH", System.getenv("PATH")));
  }

  private LaunchRequest request() {
    return LaunchRequest.on(folder.resolve("udd")).withStartLimit(LONG);
  }

  private ChromiumStartException failure(ChromiumLauncher launcher, LaunchRequest request) {
    return catchThrowableOfType(
        ChromiumStartException.class, () -> launcher.launch(request).kill());
  }

  @Test
  void aBrowserThatEndsTooEarlyIsQuotedAndLeavesNothing() throws Exception {
    ChromiumStartException failure =
        failure(
            launcher(
                """
                echo first line
                echo second line >&2
                echo $HOME
                sleep 600 &
                echo $!
                exit 7
                """),
            request());
    assertThat(failure.exitCode()).hasValue(7);
    assertThat(failure.lastLines()).startsWith("first line", "second line").hasSize(4);
    assertThat(failure).hasMessageContaining("exit code 7").hasMessageContaining("second line");
    assertThat(Path.of(failure.lastLines().get(2))).doesNotExist();
    assertThat(ProcessIdentity.of(Long.parseLong(failure.lastLines().get(3)))).isEmpty();
  }

  @Test
  void aBrowserThatNeverGetsReadyIsEnded() throws Exception {
    ChromiumStartException failure =
        failure(
            launcher("echo $$\nsleep 600 &\necho $!\nwait"),
            request().withStartLimit(Duration.ofSeconds(1)));
    assertThat(failure).hasMessageContaining("within PT1S");
    assertThat(failure.exitCode()).isEmpty();
    assertThat(failure.lastLines())
        .hasSize(2)
        .allSatisfy(pid -> assertThat(ProcessIdentity.of(Long.parseLong(pid))).isEmpty());
  }

  @Test
  void aProgramThatCannotRunIsSaid() throws Exception {
    String script = "#!/no/such/interpreter";
    for (String path : List.of("/no/setsid/here", System.getenv("PATH"))) {
      assertThat(failure(launcher(script, Map.of("PATH", path)), request()))
          .hasMessageContaining("exit code 12")
          .hasMessageContaining(folder.resolve("chromium").toString());
    }
  }

  @Test
  void anInterruptedStartLeavesNothing() throws Exception {
    Path pid = folder.resolve("pid");
    ChromiumLauncher launcher = launcher("echo $$ > " + pid + "; sleep 600");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> launcher.launch(request())).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(ProcessTable.ofThisMachine().list())
        .extracting(entry -> ProcessTable.ofThisMachine().commandLine(entry.pid()))
        .noneMatch(line -> line.contains(ChromiumFlags.userDataDirMark(folder.resolve("udd"))));
  }

  @Test
  void secretsOfTheServerAreNotInherited() throws Exception {
    ChromiumStartException failure =
        failure(
            launcher(
                "#!/bin/sh\nenv; exit 1",
                Map.of("PATH", "/usr/bin:/bin", "VALISE_API_KEY", "secret", "LANG", "C")),
            request());
    assertThat(failure.lastLines())
        .contains("LANG=C", "GOOGLE_API_KEY=no")
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void theCommandLineIsTheTableThenTheExtrasThenTheUrl() throws Exception {
    ChromiumStartException failure =
        failure(
            launcher("for word; do echo \"$word\"; done; exit 1"),
            request().withExtraFlags(List.of("--lang=de")).withStartUrl("https://example.com/"));
    assertThat(failure.lastLines())
        .startsWith("--user-data-dir=" + folder.resolve("udd"))
        .contains("--headless=new")
        .endsWith("--lang=de", "https://example.com/");
  }

  @Test
  void aNewFolderIsPrivate() throws Exception {
    failure(launcher("exit 1"), request());
    assertThat(Files.getPosixFilePermissions(folder.resolve("udd")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void withoutAScreenABrowserIsHeadlessAndSaysSo() throws Exception {
    String ready = "echo DevTools listening on ws://127.0.0.1:9/devtools/browser/x; exec sleep 600";
    RunningChromium wanted = launcher(ready).launch(request().withHeadless(false));
    RunningChromium withScreen =
        launcher("#!/bin/sh\n" + ready, Map.of("PATH", System.getenv("PATH"), "DISPLAY", ":99"))
            .launch(LaunchRequest.on(folder.resolve("other")).withHeadless(false));
    try {
      assertThat(wanted.headless()).isTrue();
      assertThat(withScreen.headless()).isFalse();
      assertThat(wanted.devTools().uri())
          .isEqualTo(URI.create("ws://127.0.0.1:9/devtools/browser/x"));
    } finally {
      wanted.kill();
      withScreen.kill();
    }
    assertThat(wanted.identity().isAlive()).isFalse();
  }

  @Test
  void aBrowserWithoutDevToolsIsAskedBySignal() throws Exception {
    RunningChromium browser =
        launcher(
                """
                trap 'exit 0' TERM
                echo DevTools listening on ws://127.0.0.1:9/devtools/browser/x
                sleep 600 & wait
                """)
            .launch(request());
    // The child of the script does not end by itself, so it has to be ended.
    assertThat(browser.close(Duration.ofMillis(500)))
        .isInstanceOfSatisfying(
            CloseReport.Forced.class,
            report -> assertThat(report.reason()).contains("No DevTools connection"));
    assertThat(browser.onExit().get()).hasValue(0);
  }

  @Test
  void theExitCodeOfACrashIsReported() throws Exception {
    RunningChromium browser =
        launcher("echo DevTools listening on ws://127.0.0.1:9/devtools/browser/x; exec sleep 600")
            .launch(request());
    new ProcessBuilder("kill", "-SEGV", Long.toString(browser.pid())).start().waitFor();
    assertThat(browser.onExit().get()).hasValue(139);
    assertThat(browser.close(LONG))
        .isInstanceOfSatisfying(
            CloseReport.Crashed.class, report -> assertThat(report.exitCode()).isEqualTo(139));
    assertThat(browser.close(LONG)).isInstanceOf(CloseReport.Crashed.class);
  }
}
