package dev.valise.upkeep;

import dev.valise.model.Refusal;
import java.time.Duration;

/**
 * For how long a blob that nobody needs is kept. It protects those who began before: a reader that
 * has opened an older manifest, a save whose blobs no version names yet.
 */
public record Grace(Duration period) {
  public static final Duration DEFAULT = Duration.ofHours(24);

  /**
   * Beside others. A save, and a repack, that took longer than three quarters of an hour refuses
   * its own result: what it wrote may be gone.
   */
  public static final Duration LEAST = Duration.ofHours(1);

  /**
   * @throws Refusal.Invalid when it is negative
   */
  public Grace {
    if (period.isNegative()) {
      throw new Refusal.Invalid("the grace period must not be negative");
    }
  }

  /**
   * A grace period while others may be reading and writing.
   *
   * @throws Refusal.Invalid when it is less than {@link #LEAST}
   */
  public static Grace besideOthers(Duration period) {
    if (period.compareTo(LEAST) < 0) {
      throw new Refusal.Invalid(
          "the grace period must be at least "
              + LEAST.toHours()
              + " hour while others use the data: a save that goes on would lose what it has"
              + " written");
    }
    return new Grace(period);
  }

  /** Any grace period, for a caller that keeps all others away from the data. */
  public static Grace alone(Duration period) {
    return new Grace(period);
  }
}
