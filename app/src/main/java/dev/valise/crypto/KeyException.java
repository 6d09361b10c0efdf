package dev.valise.crypto;

import org.jspecify.annotations.Nullable;

/** A key cannot be made, read or unwrapped; the message holds no key material. */
public sealed class KeyException extends RuntimeException permits KeysDeletedException {
  public KeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
