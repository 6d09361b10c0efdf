package dev.valise.api.kernel;

import dev.valise.session.CheckpointReport;
import dev.valise.session.LastCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a checkpoint did; what is empty is left out.
 *
 * @param pauseMs how long the browser stood still
 * @param storedBytes what it added to the store
 * @param failure why there is no version
 */
record CheckpointJson(
    Instant at,
    Optional<Integer> version,
    Optional<Boolean> unchanged,
    Optional<Boolean> madeHead,
    Optional<Long> pauseMs,
    Optional<Long> tookMs,
    Optional<Integer> files,
    Optional<Long> bytes,
    Optional<Long> storedBytes,
    Optional<Integer> cookies,
    Optional<Integer> sessionCookies,
    Optional<Integer> origins,
    Optional<StepsJson> stepsMs,
    Optional<String> failure,
    List<String> warnings) {

  static CheckpointJson of(CheckpointReport report) {
    return new CheckpointJson(
        report.at(),
        Optional.of(report.version()),
        Optional.of(report.unchanged()),
        Optional.of(!report.withheld()),
        Optional.of(report.pause().toMillis()),
        Optional.of(report.took().toMillis()),
        Optional.of(report.figures().files()),
        Optional.of(report.figures().bytes()),
        Optional.of(report.figures().storedBytes()),
        Optional.of(report.figures().cookies()),
        Optional.of(report.figures().sessionCookies()),
        Optional.of(report.figures().origins()),
        report.figures().steps().map(StepsJson::of),
        Optional.empty(),
        report.warnings());
  }

  static CheckpointJson of(LastCheckpoint last) {
    return last.report()
        .map(CheckpointJson::of)
        .orElseGet(() ->
            new CheckpointJson(
                last.at(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                last.failure(),
                List.of()));
  }
}
