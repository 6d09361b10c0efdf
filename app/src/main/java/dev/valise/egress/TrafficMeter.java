package dev.valise.egress;

import java.util.concurrent.atomic.LongAdder;

/** Counts. Thread-safe. */
final class TrafficMeter {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  void received(long bytes) {
    received.add(bytes);
  }

  void sent(long bytes) {
    sent.add(bytes);
  }

  Traffic traffic() {
    return new Traffic(received.sum(), sent.sum());
  }
}
