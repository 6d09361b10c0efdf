package dev.valise.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of the last checkpoint of a session.
 *
 * @param at when it was over
 * @param failure in words for people, when there is no report
 */
public record LastCheckpoint(
    Instant at, Optional<CheckpointReport> report, Optional<String> failure) {}
