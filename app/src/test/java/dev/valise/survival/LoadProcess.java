package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.ForkedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A {@link StoreUnderLoad}, from outside. */
final class LoadProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  LoadProcess(StoreUnderLoad.Settings settings) throws IOException {
    process =
        ForkedJvm.with("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx256m")
            .start(StoreUnderLoad.class, settings.arguments());
    output = process.inputReader();
  }

  /** Lets it go on to its end, which must be a good one. */
  void awaitEnd(Consumer<String> line) throws IOException, InterruptedException {
    assertThat(read(line, Integer.MAX_VALUE)).as("its end").isEqualTo(Report.MARK + "done");
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /**
   * Lets it go on for some lines and some time, and kills it as {@code kill -9} does.
   *
   * @param line gets every line that it said, those too that it said meanwhile
   */
  void kill(int lines, long nanos, Consumer<String> line) throws IOException, InterruptedException {
    read(line, lines);
    LockSupport.parkNanos(nanos);
    assertThat(process.isAlive()).as("it lives until it is killed").isTrue();
    // Not that of the process itself: it would close the pipe, and what is in it would be lost.
    process.toHandle().destroyForcibly();
    read(line, Integer.MAX_VALUE);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Returns the last line. */
  private String read(Consumer<String> consumer, int lines) throws IOException {
    String last = "";
    for (int read = 0; read < lines; read++) {
      String line = output.readLine();
      if (line == null) {
        break;
      }
      if (line.startsWith(Report.MARK)) {
        consumer.accept(line);
        last = line;
      }
    }
    return last;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
