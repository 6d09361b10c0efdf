package dev.valise.crypto;

/** Sealed bytes were changed, moved, or sealed with another key: nothing of them can be trusted. */
public final class BrokenSealException extends Exception {
  BrokenSealException(Throwable cause) {
    super("the seal is broken", cause);
  }
}
