package dev.valise.api.kernel;

import dev.valise.model.SaveFigures;
import dev.valise.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A version of a profile; Kernel has none.
 *
 * @param head whether it is what the next browser loads
 * @param madeHead whether it was the head when it was new
 * @param bytes of all its files
 * @param storedBytes what it added to the store
 */
record VersionJson(
    int number,
    boolean head,
    boolean madeHead,
    Instant createdAt,
    SourceJson source,
    String browserVersion,
    int files,
    long bytes,
    long storedBytes,
    int cookies,
    int sessionCookies,
    int origins,
    int leftOutFiles,
    long leftOutBytes,
    Map<String, Long> leftOutByRule,
    Optional<StepsJson> stepsMs,
    Outcome outcome) {

  /** What its save had to say. */
  record Outcome(List<String> warnings) {}

  /**
   * @param head the number of the profile's head
   */
  static VersionJson of(Version version, int head) {
    SaveFigures figures = version.figures();
    return new VersionJson(
        version.number(),
        version.number() == head,
        !version.isWithheld(),
        version.createdAt(),
        SourceJson.of(version.source()),
        version.browserVersion(),
        figures.files(),
        figures.bytes(),
        figures.storedBytes(),
        figures.cookies(),
        figures.sessionCookies(),
        figures.origins(),
        figures.leftOutFiles(),
        figures.leftOutBytes(),
        figures.leftOutByRule(),
        figures.steps().map(StepsJson::of),
        new Outcome(warnings(version)));
  }

  private static List<String> warnings(Version version) {
    return Stream.concat(version.warnings().stream(), version.withheldWarning().stream()).toList();
  }
}
