package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessTableTest {

  static Stream<ProcessTable> tables() {
    return Stream.of(new LinuxProcessTable(), new PortableProcessTable());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void knowsARunningChild(ProcessTable table) throws Exception {
    Process child = new ProcessBuilder("sh", "-c", "read line", "name", "an argument").start();
    try {
      ProcessEntry entry = table.find(child.pid()).orElseThrow();
      assertThat(entry.pid()).isEqualTo(child.pid());
      assertThat(entry.parent()).isEqualTo(ProcessHandle.current().pid());
      assertThat(table.list()).contains(entry);
      assertThat(table.commandLine(child.pid())).endsWith("name an argument ");
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(table.find(child.pid())).isEmpty();
    assertThat(table.commandLine(child.pid())).isEmpty();
  }

  @Test
  void tellsWhoseAProcessIs() throws Exception {
    Object uid = Files.getAttribute(Path.of("/proc/self/"), "unix:uid");
    long pid = ProcessHandle.current().pid();
    assertThat(new LinuxProcessTable().user(pid)).hasValue((Integer) uid);
    assertThat(new LinuxProcessTable().user(1L << 30)).isEmpty();
  }

  @Test
  void doesNotCountAProcessThatOnlyWaitsToBeReaped() throws Exception {
    // The shell becomes a program that never reaps the child of the shell.
    Process parent =
        new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec cat >/dev/null").start();
    try {
      String line = parent.inputReader().readLine();
      long child = Long.parseLong(line);
      ProcessIdentity identity = ProcessIdentity.of(child).orElseThrow();
      try (HeldProcess held = HeldProcess.hold(identity, new LinuxProcessTable()).orElseThrow()) {
        held.kill();
        held.awaitExit(Duration.ofSeconds(10));
      }
      assertThat(identity.isAlive()).isFalse();
      assertThat(new LinuxProcessTable().list()).noneMatch(entry -> entry.pid() == child);
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }
}
