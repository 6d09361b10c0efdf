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
import java.util.stream.Stream;

/** Which versions of a profile a retention keeps. */
public record RetentionRule(Retention retention) {

  /**
   * The versions that nothing keeps.
   *
   * <p>Versions that were withheld are counted apart from those that became the head, by the same
   * rules; of the former only those count as recent that are newer than the oldest of the recent
   * heads.
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
    List<Version> heads = newestFirst.stream().filter(one -> !one.isWithheld()).toList();
    // The head, whatever the rules are.
    int last = retention.keepLast().orElse(1);
    int oldestRecent =
        heads.stream().limit(last).mapToInt(Version::number).min().orElse(Integer.MIN_VALUE);
    // Counted apart, so that logouts displace no login; those before the last logins are over.
    List<Version> withheld = newestFirst.stream().filter(Version::isWithheld).toList();
    Set<Integer> kept = new HashSet<>();
    Stream.concat(
            heads.stream().limit(last),
            withheld.stream().filter(one -> one.number() > oldestRecent).limit(last))
        .forEach(one -> kept.add(one.number()));
    retention
        .keepDaily()
        .ifPresent(days -> {
          kept.addAll(daily(heads, days, now));
          kept.addAll(daily(withheld, days, now));
        });
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
