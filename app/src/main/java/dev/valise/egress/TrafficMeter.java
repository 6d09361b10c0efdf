package dev.valise.egress;

import java.util.concurrent.atomic.LongAdder;

/** Counts what goes through a proxy, or through several in a row. Thread-safe. */
public final class TrafficMeter {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final DeniedTargets denied = new DeniedTargets();

  void received(long bytes) {
    received.add(bytes);
  }

  void sent(long bytes) {
    sent.add(bytes);
  }

  void connected() {
    connections.increment();
  }

  void denied(String target, String reason) {
    denied.add(target, reason);
  }

  /** All so far, open connections included. */
  public Traffic traffic() {
    return new Traffic(received.sum(), sent.sum(), connections.sum(), denied.list());
  }
}
