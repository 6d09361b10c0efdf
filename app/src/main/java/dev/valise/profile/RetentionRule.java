package dev.valise.profile;

import dev.valise.model.Retention;
import dev.valise.model.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which versions of a profile a retention keeps. */
public record RetentionRule(Retention retention) {

  /**
   * The versions that nothing keeps.
   *
   * <p>A version from the future, as a clock that was set back leaves behind, counts as recent.
   *
   * @param versions all of one profile, in any order
   * @return their numbers, oldest first
   */
  public List<Integer> expired(List<Version> versions, Instant now) {
    if (retention.keepsAllVersions()) {
      return List.of();
    }
    List<Version> newestFirst =
        versions.stream().sorted(Comparator.comparingInt(Version::number).reversed()).toList();
    Set<Integer> kept = new HashSet<>();
    // The head, whatever the rules are.
    newestFirst.stream()
        .limit(retention.keepLast().orElse(1))
        .forEach(one -> kept.add(one.number()));
    retention.keepDaily().ifPresent(days -> kept.addAll(daily(newestFirst, days, now)));
    return newestFirst.reversed().stream()
        .map(Version::number)
        .filter(number -> !kept.contains(number))
        .toList();
  }

  private static Set<Integer> daily(List<Version> newestFirst, int days, Instant now) {
    LocalDate first = day(now).minusDays(days - 1L);
    Set<LocalDate> seen = new HashSet<>();
    Set<Integer> kept = new HashSet<>();
    for (Version version : newestFirst) {
      LocalDate day = day(version.createdAt());
      if (!day.isBefore(first) && seen.add(day)) {
        kept.add(version.number());
      }
    }
    return kept;
  }

  /** In UTC, so that the same versions stay wherever the server runs. */
  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
