package dev.valise.profile;

import dev.valise.state.Origins;
import dev.valise.state.OriginsFound;
import dev.valise.state.StoredCookies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is read out of a state to say what a version of it holds.
 *
 * @param origins how many have state in it
 * @param warnings what could not be counted, and what the files lack
 */
record StateReading(int origins, List<String> warnings, Duration took) {
  private static final Logger LOG = LoggerFactory.getLogger(StateReading.class);

  StateReading {
    warnings = List.copyOf(warnings);
  }

  /**
   * Never throws: a save must not fail because something cannot be counted.
   *
   * @param cookies that the browser told
   */
  static StateReading of(ProfileState state, List<ToldCookie> cookies, Instant now) {
    long start = System.nanoTime();
    OriginsFound origins = Origins.of(state.userDataDir());
    List<String> warnings = new ArrayList<>();
    origins.warnings().forEach(warning -> warnings.add("origins may be missing: " + warning));
    // The cookies of a browser that runs on are newer than its files, and known to be.
    if (state.staged().isEmpty()) {
      warnings.addAll(unstored(state, cookies, now));
    }
    return new StateReading(
        origins.origins().size(), warnings, Duration.ofNanos(System.nanoTime() - start));
  }

  private static List<String> unstored(ProfileState state, List<ToldCookie> cookies, Instant now) {
    List<ToldCookie> expected =
        cookies.stream().filter(cookie -> cookie.belongsOnDisk(now)).toList();
    if (expected.isEmpty()) {
      return List.of();
    }
    try {
      StoredCookies stored = StoredCookies.in(state.userDataDir());
      long count = expected.stream().filter(cookie -> !stored.has(cookie.key())).count();
      return count == 0
          ? List.of()
          : List.of(
              "cookies seen at close but not in the stored database: "
                  + count
                  + "; they are kept beside it and set when the version is loaded");
    } catch (IOException e) {
      LOG.warn("the cookie database of {} cannot be read", state.userDataDir(), e);
      return List.of(
          "the stored database of cookies cannot be read; those seen at close are kept beside it");
    }
  }
}
