package dev.valise.api.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.valise.model.Profile;
import dev.valise.model.Retention;
import dev.valise.model.SaveFigures;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A profile as Kernel shows it, and more: which version is the head and what it holds.
 *
 * @param sizeBytes of all files in the head; 0 while nothing was saved
 * @param retention its own; null when the server's default holds
 * @param require the cookies without which a version is not made the head
 * @param expiresAt when it is removed if it stays unused until then
 */
record ProfileJson(
    String id,
    @JsonInclude @Nullable String name,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> lastUsedAt,
    @JsonInclude @Nullable Integer headVersion,
    long sizeBytes,
    @JsonInclude @Nullable RetentionJson retention,
    List<RequireJson> require,
    Optional<Instant> expiresAt,
    @JsonInclude @Nullable Saved saved) {

  /**
   * The head.
   *
   * @param sessionId of the session that made it, unless it was made out of an older version
   */
  record Saved(
      int version,
      Instant at,
      SourceJson source,
      Optional<String> sessionId,
      String browserVersion,
      int files,
      long bytes,
      long storedBytes,
      int cookies,
      int sessionCookies,
      int origins,
      int leftOutFiles,
      long leftOutBytes) {

    static Saved of(Version version) {
      SaveFigures figures = version.figures();
      return new Saved(
          version.number(),
          version.createdAt(),
          SourceJson.of(version.source()),
          session(version.source()),
          version.browserVersion(),
          figures.files(),
          figures.bytes(),
          figures.storedBytes(),
          figures.cookies(),
          figures.sessionCookies(),
          figures.origins(),
          figures.leftOutFiles(),
          figures.leftOutBytes());
    }

    private static Optional<String> session(VersionSource source) {
      return switch (source) {
        case VersionSource.Saved(SessionId id) -> Optional.of(id.value());
        case VersionSource.Recovered(SessionId id) -> Optional.of(id.value());
        case VersionSource.RolledBack _, VersionSource.Forked _, VersionSource.Repaired _ ->
            Optional.empty();
      };
    }
  }

  static ProfileJson of(Profile profile, Retention defaultRetention) {
    Optional<Version> head = profile.head();
    return new ProfileJson(
        profile.id().value(),
        profile.name().orElse(null),
        profile.createdAt(),
        profile.updatedAt(),
        profile.lastUsedAt(),
        head.map(Version::number).orElse(null),
        head.map(version -> version.figures().bytes()).orElse(0L),
        profile.retention().map(RetentionJson::of).orElse(null),
        RequireJson.of(profile.required()),
        profile.expiresAt(defaultRetention),
        head.map(Saved::of).orElse(null));
  }
}
