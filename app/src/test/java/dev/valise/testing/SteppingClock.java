package dev.valise.testing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that is one second later each time somebody looks at it. */
public final class SteppingClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));

  @Override
  public Instant instant() {
    return now.updateAndGet(before -> before.plusSeconds(1));
  }
}
