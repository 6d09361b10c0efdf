package dev.valise.server;

import org.jspecify.annotations.Nullable;

/**
 * The server, or a command on its data folder, cannot do its work; the message tells a person why
 * and what to do.
 */
public final class StartupException extends RuntimeException {
  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
