package dev.valise.chromium;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Chromium, Chrome or Edge on this machine. Thread-safe. */
public final class ChromiumInstallation {

  private static final int VERSION_SECONDS = 10;

  private final Path executable;
  private @Nullable ChromiumVersion version;

  private ChromiumInstallation(Path executable) {
    this.executable = executable;
  }

  /**
   * The one named by VALISE_CHROMIUM, else the first usual name on the PATH, else at the usual
   * places.
   *
   * @param environment with PATH and perhaps VALISE_CHROMIUM
   * @throws ChromiumNotFoundException also when VALISE_CHROMIUM names something that cannot be run:
   *     another browser than the wanted one would be a bad surprise
   */
  public static ChromiumInstallation find(Map<String, String> environment) {
    String wanted = environment.get("VALISE_CHROMIUM");
    if (wanted != null && !wanted.isBlank()) {
      return at(Path.of(wanted));
    }
    var lookedAt = new ArrayList<Path>();
    return new ChromiumSearch(Path.of("/"))
        .find(environment.getOrDefault("PATH", ""), lookedAt)
        .map(ChromiumInstallation::new)
        .orElseThrow(() -> new ChromiumNotFoundException("No Chromium on this machine.", lookedAt));
  }

  /**
   * The one at this path, exactly.
   *
   * @throws ChromiumNotFoundException when that is no program
   */
  public static ChromiumInstallation at(Path executable) {
    Path absolute = executable.toAbsolutePath();
    if (!ChromiumSearch.isProgram(absolute)) {
      throw new ChromiumNotFoundException(
          "Not a program that can be run: " + absolute, List.of(absolute));
    }
    return new ChromiumInstallation(absolute);
  }

  /** Absolute. */
  public Path executable() {
    return executable;
  }

  /**
   * Its version, asked for once with {@code --version}, which takes some tens of milliseconds and
   * starts no browser.
   *
   * @throws IOException when it does not say a version within 10 s
   */
  public synchronized ChromiumVersion version() throws IOException {
    if (version == null) {
      version = askVersion();
    }
    return version;
  }

  private ChromiumVersion askVersion() throws IOException {
    var builder = new ProcessBuilder(executable.toString(), "--version").redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH", "LANG"));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      var output = BrowserOutput.drained(process.getInputStream());
      if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(executable + " did not tell its version: " + output.lastLines());
      }
      output.awaitEnd(Duration.ofSeconds(1));
      return ChromiumVersion.in(String.join("\n", output.lastLines()))
          .orElseThrow(
              () -> new IOException(executable + " told no version: " + output.lastLines()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + executable + " for its version", e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return executable.toString();
  }
}
