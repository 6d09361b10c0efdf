package dev.valise.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a stream of this process ends.
 *
 * @param isTerminal whether somebody looks at it
 * @param width in columns
 */
record Terminal(boolean isTerminal, int width) {
  private static final Path ERRORS = Path.of("/proc/self/fd/2");
  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 20;
  private static final long ANSWER_SECONDS = 1;

  /** Where what the process prints as errors ends. */
  static Terminal ofErrors(Environment environment) {
    boolean dumb = environment.variable("TERM").filter(term -> !term.equals("dumb")).isEmpty();
    if (dumb || !errorsAreSeen()) {
      return new Terminal(false, USUAL_WIDTH);
    }
    return new Terminal(true, Math.max(NARROWEST, width(environment)));
  }

  /** Java's console tells of input and output only; Linux tells of each stream. */
  private static boolean errorsAreSeen() {
    try {
      String target = Files.readSymbolicLink(ERRORS).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
  }

  private static int width(Environment environment) {
    return environment
        .variable("COLUMNS")
        .or(Terminal::columnsByStty)
        .filter(columns -> columns.matches("[0-9]{1,5}"))
        .map(Integer::parseInt)
        .filter(columns -> columns > 0)
        .orElse(USUAL_WIDTH);
  }

  /** POSIX has no other way that a program without native calls could take. */
  private static Optional<String> columnsByStty() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!stty.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
      }
      String[] rowsAndColumns = answer.strip().split(" ", -1);
      return rowsAndColumns.length == 2 ? Optional.of(rowsAndColumns[1]) : Optional.empty();
    } catch (IOException noTerminal) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
