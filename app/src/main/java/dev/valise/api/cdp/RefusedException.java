package dev.valise.api.cdp;

/** Ends a client's attempt to open a tunnel with the answer it gets. */
final class RefusedException extends Exception {
  private final Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.name());
    this.refusal = refusal;
  }

  RefusedException(Refusal refusal, Exception cause) {
    super(refusal.name(), cause);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
