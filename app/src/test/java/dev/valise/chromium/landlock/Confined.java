package dev.valise.chromium.landlock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Small programs behind Landlock: what they print, errors too, and their exit code. */
record Confined(Landlock landlock, LandlockRules rules) {

  static Confined to(FileRule... files) {
    return to(new TcpRules(Set.of(), Set.of()), files);
  }

  /** With the machine's programs, which all of them need. */
  static Confined to(TcpRules tcp, FileRule... files) {
    List<FileRule> all =
        new ArrayList<>(new BrowserFiles(Path.of("/usr/bin"), List.of(), false).rules());
    all.addAll(List.of(files));
    return new Confined(Landlock.ofThisMachine().orElseThrow(), new LandlockRules(all, tcp));
  }

  /** How a program ended. */
  record Outcome(int exitCode, String output) {}

  Outcome bash(String script) throws IOException, InterruptedException {
    return run("bash", "-c", script);
  }

  Outcome run(String... command) throws IOException, InterruptedException {
    return outcome(landlock.start(builder(command), rules));
  }

  static ProcessBuilder builder(String... command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  static Outcome outcome(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String output;
    try (var stream = process.getInputStream()) {
      output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Still runs: " + output);
    }
    return new Outcome(process.exitValue(), output);
  }
}
