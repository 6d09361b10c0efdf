package dev.valise.cli;

/** A request to a server that failed; the message is one line for a person. */
public final class ApiException extends RuntimeException {

  public ApiException(String message) {
    super(message);
  }

  ApiException(String message, Throwable cause) {
    super(message, cause);
  }
}
