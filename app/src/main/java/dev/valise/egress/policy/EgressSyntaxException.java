package dev.valise.egress.policy;

/**
 * A rule, a list of ports, a host or an upstream proxy that does not read as one. The message
 * quotes what was written, unless that may hold a password.
 */
public final class EgressSyntaxException extends IllegalArgumentException {
  public EgressSyntaxException(String message) {
    super(message);
  }
}
