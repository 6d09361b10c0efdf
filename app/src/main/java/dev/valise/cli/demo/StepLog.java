package dev.valise.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/** Prints each step when it is done, with the time that it took. */
final class StepLog {

  private final PrintWriter out;
  private final InstantSource clock;

  StepLog(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Does something and says what was done.
   *
   * @param text made from the result, one line
   */
  <T> T step(Supplier<T> action, Function<T, String> text) {
    var begin = clock.instant();
    T result = action.get();
    Duration took = Duration.between(begin, clock.instant());
    out.println("  %-62s %6d ms".formatted(text.apply(result), took.toMillis()));
    out.flush();
    return result;
  }

  void step(Runnable action, String text) {
    step(
        () -> {
          action.run();
          return text;
        },
        Function.identity());
  }
}
