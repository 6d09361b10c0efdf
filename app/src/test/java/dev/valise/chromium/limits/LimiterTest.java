package dev.valise.chromium.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.limits.Coverage.Extent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small programs of ours under the limits of a machine without groups. */
class LimiterTest {
  private static final BrowserLimits SMALL =
      BrowserLimits.none().withMemory(512L << 20).withTasks(400);
  private static final Limiter WITHOUT_GROUPS = new Limiter(Optional.empty(), SMALL);

  /** A user with no other processes, where this one may choose; all of a user count. */
  private static final List<String> OWN_USER =
      System.getProperty("user.name").equals("root")
          ? List.of("setpriv", "--reuid=23457", "--regid=23457", "--clear-groups")
          : List.of();

  private record Outcome(int exitCode, String output) {}

  private static Outcome run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  private static Outcome limited(BrowserLimits limits, String script) throws Exception {
    return run(
        new Limiter(Optional.empty(), limits)
            .prepare("test", false)
            .command(List.of("bash", "-c", script)));
  }

  @Test
  void aProcessThatTakesMoreAndMoreMemoryEndsAloneAndOnItsOwn() throws Exception {
    // Its text has no line end, so that tail keeps it all.
    Outcome outcome = limited(SMALL, "tail /dev/zero; echo ended with $?");
    assertThat(outcome.output()).contains("memory exhausted").contains("ended with 1");
  }

  @Test
  void aForkBombGetsNoFurtherThanTheTasksOfItsUser() throws Exception {
    List<String> bomb = new ArrayList<>(OWN_USER);
    // Each child lives until the input ends; a shell that cannot fork gives up.
    String script =
        "exec 3<&0; i=0; while [ $i -lt 2000 ]; do cat <&3 >/dev/null 2>&1 & i=$((i+1)); echo; done";
    bomb.addAll(List.of("sh", "-c", script));
    Process process =
        new ProcessBuilder(WITHOUT_GROUPS.prepare("test", true).command(bomb))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long children = process.inputReader().lines().count();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(children).isLessThan(400);
    assertThat(run(List.of("true")).exitCode()).isZero();
  }

  @Test
  void aBrowserIsLimitedInFilesAndCoresAndGoesBeforeTheServer() throws Exception {
    assertThat(
            limited(
                BrowserLimits.none(),
                "ulimit -n; ulimit -Hn; ulimit -c; ulimit -d; cat /proc/self/oom_score_adj"))
        .isEqualTo(new Outcome(0, "4096\n4096\n0\nunlimited\n300\n"));
  }

  @Test
  void theProcessKeepsItsPidAndItsArguments() throws Exception {
    List<String> command =
        WITHOUT_GROUPS
            .prepare("test", false)
            .command(List.of("bash", "-c", "echo $$ \"$@\"", "name", "a  b", "$HOME", "", "\"'"));
    Process process = new ProcessBuilder(command).start();
    assertThat(process.inputReader().readLine()).isEqualTo(process.pid() + " a  b $HOME  \"'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void theScriptIsUnderstoodByEveryShell(String shell) throws Exception {
    List<String> command =
        new ArrayList<>(
            WITHOUT_GROUPS
                .prepare("test", true)
                .command(List.of("bash", "-c", "ulimit -d; ulimit -u")));
    command.set(0, shell);
    assertThat(run(command)).isEqualTo(new Outcome(0, "524288\n400\n"));
  }

  @Test
  void whatIsCountedOverWhatIsSaid() {
    assertThat(WITHOUT_GROUPS.effective(false).coverage())
        .isEqualTo(new Coverage(Extent.PROCESS, Extent.NONE, Extent.NONE));
    assertThat(WITHOUT_GROUPS.effective(true).coverage())
        .isEqualTo(new Coverage(Extent.PROCESS, Extent.BROWSER, Extent.NONE));
    var home = new CgroupHome(Path.of("/none"), Set.of(Controller.MEMORY, Controller.CPU));
    assertThat(new Limiter(Optional.of(home), SMALL).effective(false).coverage())
        .isEqualTo(new Coverage(Extent.BROWSER, Extent.NONE, Extent.BROWSER));
  }

  @Test
  void whatIsAskedForAndDoesNotHoldIsSaid() {
    BrowserLimits limits = SMALL.withCpus(1);
    assertThat(new Limiter(Optional.empty(), limits).effective(false).notGuaranteed())
        .containsExactly(
            "memory is limited for each process of a browser, not for all together",
            "the number of processes and threads is not limited",
            "processor time is not limited");
    var home = new CgroupHome(Path.of("/none"), Set.of(Controller.values()));
    assertThat(new Limiter(Optional.of(home), limits).effective(false).notGuaranteed()).isEmpty();
    assertThat(new Limiter(Optional.empty(), BrowserLimits.none()).effective(false).notGuaranteed())
        .isEmpty();
  }

  @Test
  void limitsThatNoBrowserLivesWithAreRefused() {
    BrowserLimits none = BrowserLimits.none();
    assertThatThrownBy(() -> none.withMemory(100L << 20)).hasMessageContaining("512 MiB of memory");
    assertThatThrownBy(() -> none.withTasks(399)).hasMessageContaining("400 processes");
    assertThatThrownBy(() -> none.withCpus(0)).hasMessageContaining("processors");
    assertThatThrownBy(() -> none.withCpus(Double.NaN)).hasMessageContaining("processors");
    assertThatThrownBy(() -> none.withCpus(1e300)).hasMessageContaining("processors");
  }
}
