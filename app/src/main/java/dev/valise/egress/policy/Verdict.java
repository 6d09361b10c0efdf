package dev.valise.egress.policy;

/** What the policy says about a connection. */
public sealed interface Verdict {

  record Allowed() implements Verdict {}

  /**
   * No connection.
   *
   * @param reason for a log or an error, such as {@code the address is private}
   */
  record Denied(String reason) implements Verdict {}
}
