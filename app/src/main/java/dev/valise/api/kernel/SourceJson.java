package dev.valise.api.kernel;

import dev.valise.model.ProfileId;
import dev.valise.model.VersionSource;
import java.util.Optional;

/**
 * Where a version comes from.
 *
 * @param type {@code save}, {@code rollback}, {@code fork} or {@code repair}
 * @param profileId of the profile that was forked
 * @param version the older version that has the same content
 */
record SourceJson(String type, Optional<String> profileId, Optional<Integer> version) {

  static SourceJson of(VersionSource source) {
    return switch (source) {
      case VersionSource.Saved _ -> new SourceJson("save", Optional.empty(), Optional.empty());
      case VersionSource.RolledBack(int to) ->
          new SourceJson("rollback", Optional.empty(), Optional.of(to));
      case VersionSource.Forked(ProfileId from, int number) ->
          new SourceJson("fork", Optional.of(from.value()), Optional.of(number));
      case VersionSource.Repaired(int from) ->
          new SourceJson("repair", Optional.empty(), Optional.of(from));
    };
  }
}
