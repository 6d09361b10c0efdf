package dev.valise.chromium.isolation;

import java.util.List;

/** A browser is not started, because it would be isolated less than was asked for. */
public final class IsolationException extends RuntimeException {
  private final List<String> output;

  IsolationException(String message) {
    this(message, List.of());
  }

  /**
   * @param output the last lines of the browser that was tried
   */
  IsolationException(String message, List<String> output) {
    super(message);
    this.output = List.copyOf(output);
  }

  /** The last lines of a browser that was tried and did nothing; empty in all other cases. */
  public List<String> output() {
    return output;
  }
}
