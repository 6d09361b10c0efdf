package dev.valise.profile;

import java.io.IOException;

/**
 * The version that a staged state leaves out what it shares with is gone, or cannot be read. All of
 * the state has to be staged anew, without it.
 */
public final class LostBaseException extends IOException {
  private static final long serialVersionUID = 1;

  LostBaseException(String message) {
    super(message);
  }
}
