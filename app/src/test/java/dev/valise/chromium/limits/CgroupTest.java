package dev.valise.chromium.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Real groups of this machine, where this user may make some. */
@EnabledIf("groupsCanBeMade")
class CgroupTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String NAME = "valise-test-" + ProcessHandle.current().pid();

  private static final Optional<CgroupHome> HOME =
      CgroupHome.claim(Path.of("/proc"), ProcessHandle.current().pid());

  private final List<Cgroup> groups = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  static boolean groupsCanBeMade() {
    return HOME.isPresent();
  }

  @AfterEach
  void removeAll() throws Exception {
    for (Cgroup group : groups) {
      if (Files.exists(group.path())) {
        group.kill(LIMIT);
        group.delete();
      }
    }
    for (Process process : processes) {
      process.destroyForcibly();
    }
  }

  private Cgroup group(String suffix) throws IOException {
    Cgroup group = HOME.orElseThrow().create(NAME + suffix, BrowserLimits.none());
    groups.add(group);
    return group;
  }

  private static List<String> limited(Cgroup group, List<String> command) {
    return new LimitedStart(
            Optional.of(group),
            OptionalLong.empty(),
            OptionalInt.empty(),
            Limiter.ofProcesses().effective(false))
        .command(command);
  }

  /** Starts in a group, and returns when the script has said a line. */
  private Process start(Cgroup group, String script) throws IOException {
    Process process =
        new ProcessBuilder(limited(group, List.of("sh", "-c", script)))
            .redirectErrorStream(true)
            .start();
    processes.add(process);
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  @Test
  void aProcessIsInItsGroupBeforeItRunsWithAllThatItStarts() throws Exception {
    Cgroup group = group("-a");
    Process process = start(group, "sleep 60 & echo ready; wait");
    assertThat(group.processes()).hasSize(2).contains(process.pid());
    assertThat(group.processes()).doesNotContain(ProcessHandle.current().pid());
  }

  @Test
  void aFrozenGroupDoesNothingUntilItIsThawed() throws Exception {
    Cgroup group = group("-a");
    Process process = start(group, "echo ready; while read line; do echo $line; done");
    group.freeze(LIMIT);
    process.outputWriter().append("word\n").flush();
    var answer =
        CompletableFuture.supplyAsync(() -> {
          try {
            return process.inputReader().readLine();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(Files.readString(group.path().resolve("cgroup.events"))).contains("frozen 1");
    assertThat(answer).isNotDone();
    group.thaw();
    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("word");
  }

  @Test
  void aKillEndsEveryProcessAlsoOneThatForksOnAndOn() throws Exception {
    Cgroup group = group("-a");
    Cgroup other = group("-b");
    Process forking = start(group, "echo ready; while :; do (setsid sleep 60 &); done");
    Process bystander = start(other, "echo ready; sleep 60");
    group.kill(LIMIT);
    assertThat(group.processes()).isEmpty();
    assertThat(forking.waitFor()).isEqualTo(128 + 9);
    assertThat(bystander.isAlive()).isTrue();
    group.delete();
    assertThat(group.path()).doesNotExist();
  }

  @Test
  void aFrozenGroupCanBeKilled() throws Exception {
    Cgroup group = group("-a");
    Process process = start(group, "echo ready; sleep 60");
    group.freeze(LIMIT);
    group.kill(LIMIT);
    assertThat(process.waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void freezingAndKillingWaitWithoutHoldingUpOtherVirtualThreads() throws Exception {
    Cgroup group = group("-a");
    start(group, "sleep 60 & echo ready; wait");
    var done = new CompletableFuture<String>();
    Thread.startVirtualThread(() -> {
      try {
        group.freeze(LIMIT);
        group.kill(LIMIT);
        done.complete("killed");
      } catch (IOException | InterruptedException e) {
        done.completeExceptionally(e);
      }
    });
    assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("killed");
  }

  @Test
  void aGroupWithProcessesIsNotDeleted() throws Exception {
    Cgroup group = group("-a");
    start(group, "echo ready; sleep 60");
    assertThatThrownBy(group::delete).isInstanceOf(IOException.class);
    assertThat(group.path()).exists();
  }

  @Test
  void aBrowserNeverRunsOutsideOfItsGroup() throws Exception {
    Cgroup group = group("-a");
    group.delete();
    Process process =
        new ProcessBuilder(limited(group, List.of("echo", "ran")))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .contains("cgroup.procs")
        .doesNotContain("ran\n");
    assertThat(process.waitFor()).isEqualTo(125);
  }

  @Test
  void aGroupThatWasLeftBehindIsReplacedUnlessSomethingRunsInIt() throws Exception {
    var limiter = new Limiter(HOME, BrowserLimits.none());
    Cgroup left = group("-a");
    Cgroup next = limiter.prepare(NAME + "-a", false).group().orElseThrow();
    assertThat(next.path()).isEqualTo(left.path()).exists();
    start(next, "echo ready; sleep 60");
    assertThatThrownBy(() -> limiter.prepare(NAME + "-a", false)).isInstanceOf(IOException.class);
    assertThat(next.processes()).isNotEmpty();
  }

  @Test
  void aGroupIsFoundAgainByItsName() throws Exception {
    Cgroup group = group("-a");
    assertThat(HOME.orElseThrow().existing(NAME + "-a").orElseThrow().path())
        .isEqualTo(group.path());
    assertThat(HOME.orElseThrow().existing(NAME + "-none")).isEmpty();
    assertThatThrownBy(() -> HOME.orElseThrow().create("../up", BrowserLimits.none()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
