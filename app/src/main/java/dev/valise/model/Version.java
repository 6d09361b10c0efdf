package dev.valise.model;

import java.time.Instant;
import java.util.List;

/**
 * An immutable version of a profile.
 *
 * @param number from 1; the highest of a profile is its head, and none is ever used twice
 * @param createdAt in milliseconds, as all times that are kept
 * @param browserVersion of the Chromium that wrote it, such as {@code 156.0.8078.79}
 * @param manifest the blob that describes its files; another one with the same content may take its
 *     place
 * @param warnings what the caller should know although the version is complete, in words for people
 */
public record Version(
    ProfileId profile,
    int number,
    Instant createdAt,
    VersionSource source,
    String browserVersion,
    String manifest,
    SaveFigures figures,
    List<String> warnings) {
  public Version {
    warnings = List.copyOf(warnings);
  }
}
