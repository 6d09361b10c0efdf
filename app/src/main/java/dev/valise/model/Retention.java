package dev.valise.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What of a profile may be removed without anybody asking. A version stays when one of the two keep
 * rules keeps it, and all stay where there is none; the head always stays. Versions that were
 * withheld from becoming the head are counted apart.
 *
 * @param keepLast keeps this many of the newest versions
 * @param keepDaily keeps the newest version of each of this many UTC days, today being the first
 * @param expireUnused removes the profile that was not active for this long
 */
public record Retention(
    Optional<Integer> keepLast, Optional<Integer> keepDaily, Optional<Duration> expireUnused) {

  /** Removes nothing. */
  public static final Retention NONE =
      new Retention(Optional.empty(), Optional.empty(), Optional.empty());

  /** A century: what is longer is a slip, and would leave the range of dates. */
  public static final int MAX_DAYS = 36_500;

  /**
   * @throws Refusal.Invalid when a number or time is not at least one, or days exceed {@link
   *     #MAX_DAYS}
   */
  public Retention {
    if (keepLast.isPresent() && keepLast.get() < 1) {
      throw new Refusal.Invalid("keep_last must be at least 1");
    }
    if (keepDaily.isPresent() && (keepDaily.get() < 1 || keepDaily.get() > MAX_DAYS)) {
      throw new Refusal.Invalid("keep_daily must be 1 to " + MAX_DAYS + " days");
    }
    if (expireUnused.isPresent()
        && (!expireUnused.get().isPositive()
            || expireUnused.get().compareTo(Duration.ofDays(MAX_DAYS)) > 0)) {
      throw new Refusal.Invalid(
          "expire_unused must be more than 0 and at most " + MAX_DAYS + " days");
    }
  }

  /** Whether no version is ever removed by it. */
  public boolean keepsAllVersions() {
    return keepLast.isEmpty() && keepDaily.isEmpty();
  }
}
