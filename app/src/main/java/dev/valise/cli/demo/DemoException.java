package dev.valise.cli.demo;

/** The demonstration did not show what it is there to show; the message is one line. */
public final class DemoException extends RuntimeException {

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
