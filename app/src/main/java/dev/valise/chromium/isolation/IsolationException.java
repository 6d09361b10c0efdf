package dev.valise.chromium.isolation;

/** A browser is not started, because it would be isolated less than was asked for. */
public final class IsolationException extends RuntimeException {
  IsolationException(String message) {
    super(message);
  }
}
