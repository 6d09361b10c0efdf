package dev.valise.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a session's state when it ended.
 *
 * @param version the version that holds the state; empty when nothing was saved
 * @param figures of that version; empty when nothing was saved
 * @param failure why nothing was saved although it should have been
 * @param warnings what the caller should know although the save went through
 * @param took from the request to end until the version was durable
 * @param withheld whether the version is kept but did not become the head, for it lacks what the
 *     profile requires
 */
public record SaveOutcome(
    Status status,
    Optional<Integer> version,
    Optional<SaveFigures> figures,
    Optional<String> failure,
    List<String> warnings,
    Duration took,
    boolean withheld) {

  /** The outcome in a word. */
  public enum Status {
    /** As a new version. */
    SAVED,
    /** The version that was loaded holds it: nothing has changed since. */
    UNCHANGED,
    /** As a new version, by a server that found the session left behind by an earlier one. */
    RECOVERED,
    /** Not at all: another session took the writer lease over. */
    LEASE_LOST,
    /** Not at all. */
    FAILED;

    /** As answers and events write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of what is not withheld. */
  public SaveOutcome(
      Status status,
      Optional<Integer> version,
      Optional<SaveFigures> figures,
      Optional<String> failure,
      List<String> warnings,
      Duration took) {
    this(status, version, figures, failure, warnings, took, false);
  }

  public SaveOutcome {
    // Outcomes in the catalog that are older than the word.
    status = Objects.requireNonNullElse(status, failure.isPresent() ? Status.FAILED : Status.SAVED);
    warnings = List.copyOf(warnings);
  }
}
