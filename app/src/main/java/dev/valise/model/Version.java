package dev.valise.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An immutable version of a profile.
 *
 * @param number from 1; none is ever used twice. The head of a profile is its highest that is not
 *     withheld
 * @param createdAt in milliseconds, as all times that are kept
 * @param browserVersion of the Chromium that wrote it, such as {@code 156.0.8078.79}
 * @param manifest the blob that describes its files; another one with the same content may take its
 *     place
 * @param warnings what the caller should know although the version is complete, in words for people
 * @param withheld why it is kept but never became the head, in words for people; empty for all
 *     others
 */
public record Version(
    ProfileId profile,
    int number,
    Instant createdAt,
    VersionSource source,
    String browserVersion,
    String manifest,
    SaveFigures figures,
    List<String> warnings,
    Optional<String> withheld) {
  public Version {
    warnings = List.copyOf(warnings);
  }

  public boolean isWithheld() {
    return withheld.isPresent();
  }

  /** That it is not the head, in words for people; empty where it was not withheld. */
  public Optional<String> withheldWarning() {
    return withheld.map(why -> "this version was not made the head: " + why);
  }
}
