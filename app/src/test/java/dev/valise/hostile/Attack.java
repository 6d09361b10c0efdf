package dev.valise.hostile;

import dev.valise.chromium.isolation.Tier;

/** Something that a hostile client tries with the browser that it was given. */
interface Attack {

  /** In words; no two attacks have the same. */
  String name();

  /**
   * Tries it. Bounded in time, and leaves the browser as usable as it was.
   *
   * @throws Exception when it could not even be tried, which counts as a failure of the tests; but
   *     a command that DevTools refuse counts as an attack that was refused
   */
  Outcome attempt(Scene scene) throws Exception;

  /** Whether a tier promises that it fails. */
  default boolean isStoppedAt(Tier tier) {
    return tier != Tier.NONE;
  }
}
