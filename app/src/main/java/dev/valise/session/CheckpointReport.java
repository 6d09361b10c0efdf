package dev.valise.session;

import dev.valise.model.Profile;
import dev.valise.model.SaveFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a checkpoint came to.
 *
 * @param profile as it is now
 * @param created whether this checkpoint made the profile
 * @param version that holds the state
 * @param unchanged whether that version was there already, with all of it
 * @param pause how long the browser stood still
 * @param took from the request until the version was durable
 * @param figures of the version; its stored bytes are what this checkpoint added
 * @param withheld whether the version is kept but did not become the head, for it lacks what the
 *     profile requires
 * @param at when the version was durable
 */
public record CheckpointReport(
    Profile profile,
    boolean created,
    int version,
    boolean unchanged,
    Duration pause,
    Duration took,
    SaveFigures figures,
    List<String> warnings,
    boolean withheld,
    Instant at) {
  public CheckpointReport {
    warnings = List.copyOf(warnings);
  }
}
