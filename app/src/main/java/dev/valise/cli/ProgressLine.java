package dev.valise.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How far something long is, on stderr. On a terminal one line is drawn again and again, and erased
 * at the end. Elsewhere, where everything that is written stays, lines are printed, and only while
 * it takes long. For one thread.
 */
final class ProgressLine implements AutoCloseable {

  /** What is over sooner needs no lines in a log. */
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final InstantSource clock;
  private Instant lastLine;
  private boolean drawn;

  /**
   * @param terminal whether {@code err} is one
   */
  ProgressLine(PrintWriter err, boolean terminal, InstantSource clock) {
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.lastLine = clock.instant();
  }

  /**
   * Shows how far it is now.
   *
   * @param text shorter than a terminal is wide: what is wrapped cannot be erased
   */
  void show(String text) {
    if (terminal) {
      err.print(ERASE + text);
      err.flush();
      drawn = true;
      return;
    }
    Instant now = clock.instant();
    if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
      err.println(text);
      err.flush();
      lastLine = now;
    }
  }

  @Override
  public void close() {
    if (drawn) {
      err.print(ERASE);
      err.flush();
    }
  }
}
