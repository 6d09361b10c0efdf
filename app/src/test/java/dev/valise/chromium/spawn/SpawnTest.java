package dev.valise.chromium.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SpawnTest {
  @TempDir Path folder;

  private static ProcessBuilder builder(String... command) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C.UTF-8"));
    return builder;
  }

  private static Process start(String... command) throws IOException {
    return Spawn.start(builder(command), Spawn.Change.NONE);
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  @Test
  void aProcessIsWaitedForAndEndedAsThoseOfTheJdk() throws Exception {
    Process sleeping = start("sleep", "60");
    assertThat(sleeping.isAlive()).isTrue();
    assertThat(sleeping.toHandle().isAlive()).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("await-" + sleeping.pid()))
        .singleElement()
        .matches(Thread::isDaemon, "does not hold up the end of this process");
    assertThat(sleeping.waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
    sleeping.destroy();
    assertThat(sleeping.waitFor()).isEqualTo(128 + 15);
    assertThat(sleeping.isAlive()).isFalse();
    assertThat(sleeping.destroyForcibly().exitValue()).isEqualTo(128 + 15);
    assertThat(start("bash", "-c", "exit 7").waitFor()).isEqualTo(7);
    assertThat(start("bash", "-c", "kill -KILL $$").onExit().get().exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void folderEnvironmentAndStreamsAreThoseOfTheBuilder() throws Exception {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        builder("bash", "-c", "cat; pwd; echo $WORD; echo error >&2")
            .directory(folder.toFile())
            .redirectOutput(out.toFile());
    builder.environment().put("WORD", "grüezi");
    Process process = Spawn.start(builder, Spawn.Change.NONE);
    try (var input = process.getOutputStream()) {
      input.write("input\n".getBytes(UTF_8));
    }
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEqualTo("error\n");
    assertThat(process.waitFor()).isZero();
    assertThat(out).hasContent("input\n" + folder.toRealPath() + "\ngrüezi\n");
  }

  @Test
  void itLeadsASessionOfItsOwn() throws Exception {
    // Pid, name, state, parent, process group, session (proc_pid_stat(5)).
    Process process = start("cat", "/proc/self/stat");
    String[] fields = output(process).split(" ", 7);
    assertThat(fields[0]).isEqualTo(Long.toString(process.pid()));
    assertThat(fields[4]).isEqualTo(fields[0]);
    assertThat(fields[5]).isEqualTo(fields[0]);
  }

  @Test
  void itGetsNoDescriptorOfTheServerButTheOneItIsGiven() throws Exception {
    Path given = Files.createFile(folder.resolve("given"));
    try (var open = new ServerSocket(0)) {
      assertThat(open.isBound()).isTrue();
      // The last one is that of ls itself.
      assertThat(output(start("ls", "/proc/self/fd"))).isEqualTo("0\n1\n2\n3\n");
      ProcessBuilder writing = builder("bash", "-c", "echo word >&3");
      Process process = Spawn.start(writing, Optional.of(given), Spawn.Change.NONE);
      assertThat(process.waitFor()).isZero();
      assertThat(given).hasContent("word\n");
    }
  }

  @Test
  void whatCannotBeRunIsNamed() {
    assertThatThrownBy(() -> start(folder.resolve("no-such-program").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("no-such-program", "No such file or directory");
  }

  @Test
  void nothingRunsWhenTheThreadCannotBeChanged() {
    Path trace = folder.resolve("trace");
    assertThatThrownBy(
            () -> {
              Process process =
                  Spawn.start(
                      builder("touch", trace.toString()),
                      () -> {
                        throw new IOException("refused");
                      });
              process.waitFor();
            })
        .isInstanceOf(IOException.class)
        .hasMessage("refused");
    assertThat(trace).doesNotExist();
  }
}
