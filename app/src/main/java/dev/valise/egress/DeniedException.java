package dev.valise.egress;

import dev.valise.egress.policy.Target;

/** A request that someone does not want: the policy, or an upstream proxy. */
final class DeniedException extends NoConnectionException {
  private final Target target;
  private final String reason;

  private DeniedException(Reply reply, Target target, String reason) {
    super(reply, target + ": " + reason);
    this.target = target;
    this.reason = reason;
  }

  static DeniedException byPolicy(Target target, String reason) {
    return new DeniedException(Reply.NOT_ALLOWED, target, reason);
  }

  static DeniedException byUpstream(Reply reply, Target target, String reason) {
    return new DeniedException(reply, target, reason);
  }

  Target target() {
    return target;
  }

  /** In words for people. */
  String reason() {
    return reason;
  }
}
