package dev.valise.storm;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * All that there must be, by the words of the steps: profiles p1, p2 and sessions s1, s2.
 * Immutable; every step makes the next one.
 */
record World(
    NavigableMap<String, KeptProfile> profiles, NavigableMap<String, OpenSession> sessions) {
  static final World EMPTY = new World(new TreeMap<>(), new TreeMap<>());

  KeptProfile profile(String name) {
    return present(profiles, name);
  }

  OpenSession session(String name) {
    return present(sessions, name);
  }

  boolean hasProfile(Optional<String> name) {
    return name.filter(profiles::containsKey).isPresent();
  }

  World with(String name, KeptProfile profile) {
    return new World(changed(profiles, name, profile), sessions);
  }

  World with(String name, OpenSession session) {
    return new World(profiles, changed(sessions, name, session));
  }

  World changeBrowser(String session, UnaryOperator<BrowserState> change) {
    OpenSession before = session(session);
    return with(session, before.withBrowser(change.apply(before.browser())));
  }

  World withoutProfile(String name) {
    NavigableMap<String, KeptProfile> fewer = new TreeMap<>(profiles);
    fewer.remove(name);
    return new World(fewer, sessions);
  }

  /** The session has ended, and gives its lease back. */
  World withoutSession(String name) {
    NavigableMap<String, OpenSession> fewer = new TreeMap<>(sessions);
    fewer.remove(name);
    NavigableMap<String, KeptProfile> free = new TreeMap<>(profiles);
    free.replaceAll((_, profile) ->
        profile.writer().equals(Optional.of(name))
            ? profile.withWriter(Optional.empty())
            : profile);
    return new World(free, fewer);
  }

  private static <T> T present(Map<String, T> all, String name) {
    return Optional.ofNullable(all.get(name)).orElseThrow();
  }

  private static <T> NavigableMap<String, T> changed(
      NavigableMap<String, T> all, String name, T value) {
    NavigableMap<String, T> more = new TreeMap<>(all);
    more.put(name, value);
    return more;
  }
}
