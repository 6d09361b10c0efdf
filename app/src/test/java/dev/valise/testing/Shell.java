package dev.valise.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Commands for what Java cannot make: pipes, devices, names that are no text. */
public final class Shell {
  private Shell() {}

  /** Runs a script of {@code sh} in a folder; fails when it does. */
  public static void run(Path folder, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-ec", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(script).isTrue();
    assertThat(process.exitValue()).as("%s: %s", script, output).isZero();
  }
}
