package dev.valise.crypto;

/** A key cannot be made, read or unwrapped; the message holds no key material. */
public final class KeyException extends RuntimeException {
  public KeyException(String message, Throwable cause) {
    super(message, cause);
  }
}
