package dev.valise.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Shows how far something long is: on a terminal one line that is drawn again and again and is gone
 * at the end, elsewhere a line now and then. What is over within a second shows nothing elsewhere.
 *
 * <p>Thread-safe.
 */
final class ProgressLine implements AutoCloseable {
  private static final long REDRAW = Duration.ofMillis(100).toNanos();
  private static final long SHORT = Duration.ofSeconds(1).toNanos();
  private static final long LONG = Duration.ofSeconds(10).toNanos();
  private static final int STEP_PERCENT = 10;

  /** ECMA-48: back to the start of the line, and erase from there to its end. */
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private String doing = "";
  private long shownAt;
  private int shownPercent;
  private boolean drawn;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  ProgressLine(PrintWriter err, Terminal terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.shownAt = nanoTime.getAsLong();
  }

  static ProgressLine on(PrintWriter err, Environment environment) {
    return new ProgressLine(err, Terminal.ofErrors(environment), System::nanoTime);
  }

  /**
   * Tells how far it is; called as often as one likes.
   *
   * @param what is being done, such as {@code verifying}
   * @param all 0 when nobody knows
   * @param text how amounts read, such as {@link Amounts#bytes}
   */
  synchronized void show(String what, long done, long all, LongFunction<String> text) {
    int percent = all == 0 ? 0 : (int) (100 * Math.min(1, (double) done / all));
    if (!what.equals(doing)) {
      doing = what;
      shownPercent = 0;
    }
    long now = nanoTime.getAsLong();
    if (!isDue(now - shownAt, percent)) {
      return;
    }
    shownAt = now;
    shownPercent = percent;
    print(
        all == 0
            ? what + ": " + text.apply(done)
            : String.format(
                Locale.ROOT,
                "%s: %d %%, %s of %s",
                what,
                percent,
                text.apply(done),
                text.apply(all)));
  }

  private boolean isDue(long since, int percent) {
    if (terminal.isTerminal()) {
      return since >= REDRAW;
    }
    return since >= LONG || (since >= SHORT && percent >= shownPercent + STEP_PERCENT);
  }

  private void print(String line) {
    if (terminal.isTerminal()) {
      // A line that wraps cannot be erased; the last column may wrap already.
      int room = terminal.width() - 1;
      err.print(CLEAR + line.substring(0, Math.min(room, line.length())));
      drawn = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  /** Leaves a terminal as if nothing had been there. */
  @Override
  public synchronized void close() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }
}
