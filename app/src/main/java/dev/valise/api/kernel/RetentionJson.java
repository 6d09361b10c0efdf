package dev.valise.api.kernel;

import dev.valise.model.Retention;
import java.time.Duration;
import java.util.Optional;

/** A retention, in and out: whole days, and what is not limited left out. */
record RetentionJson(
    Optional<Integer> keepLast, Optional<Integer> keepDailyDays, Optional<Long> expireUnusedDays) {

  static RetentionJson of(Retention retention) {
    return new RetentionJson(
        retention.keepLast(),
        retention.keepDaily(),
        retention.expireUnused().map(Duration::toDays));
  }

  /** The field {@code retention} of a request; empty when it is absent or null. */
  static Optional<Retention> read(RequestBody body) {
    return body.object("retention")
        .map(retention ->
            new Retention(
                retention.integer("keep_last", 1, Integer.MAX_VALUE),
                retention.integer("keep_daily_days", 1, Retention.MAX_DAYS),
                retention
                    .integer("expire_unused_days", 1, Retention.MAX_DAYS)
                    .map(Duration::ofDays)));
  }
}
