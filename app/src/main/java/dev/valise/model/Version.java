package dev.valise.model;

import java.time.Instant;
import java.util.List;

/**
 * An immutable version of a profile.
 *
 * @param number from 1, without gaps at the time of its making
 * @param browserVersion of the Chromium that wrote it, such as {@code 156.0.8078.79}
 * @param manifest the blob that describes its files
 * @param packs the blobs that hold their content
 */
public record Version(
    ProfileId profile,
    int number,
    Instant createdAt,
    SessionId session,
    String browserVersion,
    String manifest,
    List<String> packs,
    SaveFigures figures) {
  public Version {
    packs = List.copyOf(packs);
  }
}
