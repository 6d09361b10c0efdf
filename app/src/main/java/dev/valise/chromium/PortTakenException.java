package dev.valise.chromium;

import java.util.List;
import java.util.OptionalInt;

/** The port that a browser was given for DevTools is somebody else's. */
final class PortTakenException extends ChromiumStartException {

  /**
   * @param told by the browser
   */
  PortTakenException(String told) {
    super("Somebody else has the DevTools port: " + told, OptionalInt.empty(), List.of());
  }
}
