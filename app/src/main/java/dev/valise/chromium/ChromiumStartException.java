package dev.valise.chromium;

import java.util.List;
import java.util.OptionalInt;

/** A browser did not start. Nothing of it is left behind. */
public sealed class ChromiumStartException extends RuntimeException permits PortTakenException {

  private final OptionalInt exitCode;
  private final List<String> lastLines;

  ChromiumStartException(String problem, OptionalInt exitCode, List<String> lastLines) {
    super(lastLines.isEmpty() ? problem : problem + "\n" + String.join("\n", lastLines));
    this.exitCode = exitCode;
    this.lastLines = List.copyOf(lastLines);
  }

  ChromiumStartException(String problem, Throwable cause) {
    super(problem + ": " + cause.getMessage(), cause);
    this.exitCode = OptionalInt.empty();
    this.lastLines = List.of();
  }

  /** How it ended, when it ended by itself; 128 + n for signal n. */
  public OptionalInt exitCode() {
    return exitCode;
  }

  /** The last lines it printed, at most 100, oldest first. */
  public List<String> lastLines() {
    return lastLines;
  }
}
