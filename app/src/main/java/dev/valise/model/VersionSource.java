package dev.valise.model;

/** Where a version comes from. What it names may have been deleted since. */
public sealed interface VersionSource {

  /** A browser session ended, or was asked to save. */
  record Saved(SessionId session) implements VersionSource {}

  /** A session that a server which died had left behind was saved by a later one. */
  record Recovered(SessionId session) implements VersionSource {}

  /**
   * The profile was taken back.
   *
   * @param to the older version of the same profile that has this content
   */
  record RolledBack(int to) implements VersionSource {}

  /**
   * The profile began as a copy.
   *
   * @param from the profile of the same organisation that was copied
   * @param number its version that has this content
   */
  record Forked(ProfileId from, int number) implements VersionSource {}

  /**
   * The head could not be restored any more.
   *
   * @param from the newest version of the same profile that could, and that has this content
   */
  record Repaired(int from) implements VersionSource {}
}
