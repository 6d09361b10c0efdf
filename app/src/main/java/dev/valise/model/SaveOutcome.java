package dev.valise.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a session's state when it ended.
 *
 * @param version the version that holds the state; empty when nothing was saved
 * @param unchanged whether that version is the one that was loaded: nothing had changed since
 * @param figures of that version; empty when nothing was saved
 * @param failure why nothing was saved although it should have been
 * @param warnings what the caller should know although the save went through
 * @param took from the request to end until the version was durable
 */
public record SaveOutcome(
    Optional<Integer> version,
    boolean unchanged,
    Optional<SaveFigures> figures,
    Optional<String> failure,
    List<String> warnings,
    Duration took) {
  public SaveOutcome {
    warnings = List.copyOf(warnings);
  }
}
