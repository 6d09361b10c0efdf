package dev.valise.api.kernel;

/** A part of Kernel's API that Valise does not have. */
final class NotSupportedException extends RuntimeException {
  NotSupportedException(String what) {
    super("Valise does not support " + what);
  }
}
