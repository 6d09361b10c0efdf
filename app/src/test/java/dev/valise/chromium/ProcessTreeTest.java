package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessTreeTest {

  private final String mark = "/marked-" + UUID.randomUUID() + "/";
  private final List<ProcessIdentity> started = new ArrayList<>();

  /**
   * A process with a child and a grandchild, and one that left its session and its parent but has
   * the mark in its arguments. Each tells its pid when it runs.
   */
  private Process family() throws Exception {
    String script =
        """
        (sh -c 'echo $$; exec sleep 600' & echo $BASHPID; wait) &
        (setsid sh -c 'echo $$; sleep 600 & wait' --database="$1" &)
        echo $$
        wait
        """;
    Process root = new ProcessBuilder("setsid", "bash", "-c", script, "root", mark).start();
    for (int i = 0; i < 4; i++) {
      long pid = Long.parseLong(root.inputReader().readLine());
      started.add(ProcessIdentity.of(pid).orElseThrow());
    }
    return root;
  }

  private ProcessTree tree(ProcessTable table, Process root) {
    return new ProcessTree(
        table, table.find(root.pid()).orElseThrow().identity(), Set.of(mark), BrowserGroup.NONE);
  }

  @AfterEach
  void killTheRest() {
    for (ProcessIdentity process : started) {
      HeldProcess.hold(process, ProcessTable.ofThisMachine())
          .ifPresent(held -> {
            try (HeldProcess found = held) {
              found.kill();
            }
          });
    }
  }

  static Stream<ProcessTable> tables() {
    return Stream.of(new LinuxProcessTable(), new PortableProcessTable());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void findsDescendantsAndDaemons(ProcessTable table) throws Exception {
    Process root = family();
    assertThat(tree(table, root).members())
        .extracting(ProcessIdentity::pid)
        .startsWith(root.pid())
        .containsAll(started.stream().map(ProcessIdentity::pid).toList())
        .doesNotContain(ProcessHandle.current().pid());
  }

  @Test
  void findsOrphansOfItsSession() throws Exception {
    Process root = family();
    ProcessTree tree = tree(new LinuxProcessTable(), root);
    root.destroyForcibly().waitFor();
    assertThat(tree.members())
        .containsAll(started.stream().filter(process -> process.pid() != root.pid()).toList());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void killsAllAndNothingElse(ProcessTable table) throws Exception {
    Process bystander = new ProcessBuilder("sh", "-c", "read line").start();
    try {
      ProcessTree tree = tree(table, family());
      assertThat(tree.kill(Deadline.after(Duration.ofSeconds(10)))).isTrue();
      assertThat(tree.members()).isEmpty();
      assertThat(started).noneMatch(ProcessIdentity::isAlive);
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly().waitFor();
    }
  }

  @Test
  void saysWhenTheDeadlineCameFirst() throws Exception {
    ProcessTree tree = tree(new LinuxProcessTable(), family());
    assertThat(tree.awaitGone(Deadline.after(Duration.ofMillis(20)))).isFalse();
  }

  @Test
  void leavesAloneWhoeverHasThePidNow() throws Exception {
    Process root = family();
    ProcessIdentity now = ProcessIdentity.of(root.pid()).orElseThrow();
    var earlier = new ProcessIdentity(now.pid(), now.startedAt() - 1, now.boot());
    var tree =
        new ProcessTree(
            new LinuxProcessTable(), earlier, Set.of("no such mark"), BrowserGroup.NONE);
    assertThat(tree.members()).isEmpty();
    assertThat(tree.kill(Deadline.after(Duration.ofSeconds(10)))).isTrue();
    assertThat(now.isAlive()).isTrue();
  }
}
