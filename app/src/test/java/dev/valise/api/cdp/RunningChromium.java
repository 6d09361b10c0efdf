package dev.valise.api.cdp;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with nothing around it. */
final class RunningChromium implements AutoCloseable {
  private static final String ANNOUNCEMENT = "DevTools listening on ";

  private final Process process;
  private final URI devTools;

  RunningChromium(Path userDataDir) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.addAll(
        List.of("--headless", "--remote-debugging-port=0", "--user-data-dir=" + userDataDir));
    command.addAll(List.of("--no-first-run", "--disable-background-networking"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    process = new ProcessBuilder(command).start();
    devTools = announcement();
    Thread.ofVirtual().start(() -> process.errorReader().lines().forEach(line -> {}));
  }

  private static Path executable() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder ->
            Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH"));
  }

  private URI announcement() throws IOException {
    for (String line = process.errorReader().readLine(); line != null; ) {
      if (line.startsWith(ANNOUNCEMENT)) {
        return URI.create(line.substring(ANNOUNCEMENT.length()));
      }
      line = process.errorReader().readLine();
    }
    throw new IOException("Chromium ended before it listened");
  }

  URI devTools() {
    return devTools;
  }

  /** As when it crashes. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(hangs -> null).join();
    kill();
  }
}
