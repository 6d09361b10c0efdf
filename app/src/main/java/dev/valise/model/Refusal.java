package dev.valise.model;

import java.util.List;
import java.util.Map;

/**
 * Why a use case did not do what it was asked, in words for the caller. Each API turns the kinds
 * into its own statuses.
 */
public abstract sealed class Refusal extends RuntimeException {
  private Refusal(String message) {
    super(message);
  }

  /** What was named does not exist, or belongs to another organisation. */
  public static final class NotFound extends Refusal {
    public NotFound(String message) {
      super(message);
    }
  }

  /** What was asked is not valid, whatever the state of things. */
  public static final class Invalid extends Refusal {
    public Invalid(String message) {
      super(message);
    }
  }

  /** What was asked is not for this caller, whatever the state of things. */
  public static final class Forbidden extends Refusal {
    public Forbidden(String message) {
      super(message);
    }
  }

  /** What was asked does not go together with what is there now. */
  public static final class Conflict extends Refusal {
    private final boolean waitingHelps;
    private final List<Map.Entry<String, String>> details;

    /**
     * @param waitingHelps whether the same request may succeed soon without anybody doing anything
     */
    public Conflict(String message, boolean waitingHelps) {
      this(message, waitingHelps, List.of());
    }

    /**
     * @param details of the message, for programs: each a word that says of what kind it is, and a
     *     value
     */
    public Conflict(String message, boolean waitingHelps, List<Map.Entry<String, String>> details) {
      super(message);
      this.waitingHelps = waitingHelps;
      this.details = List.copyOf(details);
    }

    public List<Map.Entry<String, String>> details() {
      return details;
    }

    public boolean waitingHelps() {
      return waitingHelps;
    }
  }

  /** The stored state cannot be read back as it was written; nothing of it was used. */
  public static final class StateUnreadable extends Refusal {
    public StateUnreadable(String message) {
      super(message);
    }
  }

  /**
   * A session's state could not be stored; it is kept, and ending the session again tries again.
   */
  public static final class StateNotSaved extends Refusal {
    public StateNotSaved(String message) {
      super(message);
    }
  }

  /** The browser did not do its part. */
  public static final class BrowserFailed extends Refusal {
    private final List<String> output;

    /**
     * @param output the last lines that the browser printed
     */
    public BrowserFailed(String message, List<String> output) {
      super(message);
      this.output = List.copyOf(output);
    }

    public List<String> output() {
      return output;
    }
  }
}
