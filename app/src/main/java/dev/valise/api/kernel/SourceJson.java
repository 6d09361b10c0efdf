package dev.valise.api.kernel;

import dev.valise.model.ProfileId;
import dev.valise.model.SessionId;
import dev.valise.model.VersionSource;
import java.util.Optional;

/**
 * Where a version comes from. What it names may be deleted since.
 *
 * @param type {@code save}, {@code recovery}, {@code rollback}, {@code fork} or {@code repair}
 * @param sessionId of the session that was saved
 * @param profileId of the profile that was forked
 * @param version the older version that has the same content
 */
record SourceJson(
    String type,
    Optional<String> sessionId,
    Optional<String> profileId,
    Optional<Integer> version) {

  static SourceJson of(VersionSource source) {
    return switch (source) {
      case VersionSource.Saved(SessionId session) ->
          new SourceJson("save", Optional.of(session.value()), Optional.empty(), Optional.empty());
      case VersionSource.Recovered(SessionId session) ->
          new SourceJson(
              "recovery", Optional.of(session.value()), Optional.empty(), Optional.empty());
      case VersionSource.RolledBack(int to) -> ofOlder("rollback", to);
      case VersionSource.Forked(ProfileId from, int number) ->
          new SourceJson("fork", Optional.empty(), Optional.of(from.value()), Optional.of(number));
      case VersionSource.Repaired(int from) -> ofOlder("repair", from);
    };
  }

  private static SourceJson ofOlder(String type, int version) {
    return new SourceJson(type, Optional.empty(), Optional.empty(), Optional.of(version));
  }
}
