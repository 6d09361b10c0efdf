package dev.valise.cdp;

/** A DevTools command that has no result. Which kind it is decides whether trying again helps. */
public abstract sealed class CdpException extends RuntimeException {

  private CdpException(String message, Throwable cause) {
    super(message, cause);
  }

  private CdpException(String message) {
    super(message);
  }

  /** The browser understood the command and said no, or did not understand it. */
  public static final class Refused extends CdpException {
    private final int code;

    Refused(String method, int code, String message) {
      super("%s was refused: %s (code %d)".formatted(method, message, code));
      this.code = code;
    }

    /** JSON-RPC error code, such as -32601 for an unknown method and -32000 for a failure. */
    public int code() {
      return code;
    }
  }

  /** No answer came in time; the command may still take effect. */
  public static final class TimedOut extends CdpException {
    TimedOut(String message) {
      super(message);
    }
  }

  /** The connection is gone or never came up; no later command can work on it. */
  public static final class Closed extends CdpException {
    Closed(String message) {
      super(message);
    }

    Closed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The calling thread was interrupted while it waited; its interrupt flag is set again. */
  public static final class Interrupted extends CdpException {
    Interrupted(String message, Exception cause) {
      super(message, cause);
      Thread.currentThread().interrupt();
    }
  }
}
