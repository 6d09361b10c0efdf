package dev.valise.api.kernel;

import dev.valise.session.SessionLimits;
import java.util.Optional;
import java.util.OptionalInt;

/** How many browsers there may be, and below what free space none is started. */
record CapacityJson(
    int maxBrowsers, Optional<Integer> maxBrowsersPerOrganisation, long minFreeDiskBytes) {

  static CapacityJson of(SessionLimits limits) {
    OptionalInt own = limits.browsersPerOrganisation();
    return new CapacityJson(
        limits.browsers(),
        own.isPresent() ? Optional.of(own.getAsInt()) : Optional.empty(),
        limits.minFreeDisk());
  }
}
