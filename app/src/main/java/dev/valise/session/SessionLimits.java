package dev.valise.session;

import java.util.OptionalInt;

/**
 * What sessions together may take of the machine.
 *
 * @param browsers that run at the same time, at least 1; a session has one until it has ended
 * @param browsersPerOrganisation the same for each organisation; empty for no limit of its own
 * @param minFreeDisk bytes that are kept for the saves of the sessions that run; 0 for none
 */
public record SessionLimits(int browsers, OptionalInt browsersPerOrganisation, long minFreeDisk) {

  /**
   * @throws IllegalArgumentException for a limit that nothing could keep to
   */
  public SessionLimits {
    if (browsers < 1 || browsersPerOrganisation.orElse(1) < 1) {
      throw new IllegalArgumentException("there must be at least 1 browser");
    }
    if (minFreeDisk < 0) {
      throw new IllegalArgumentException("free space cannot be negative");
    }
  }
}
