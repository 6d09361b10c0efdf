package dev.valise.storm;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a profile must be.
 *
 * @param versions what each holds, by number
 * @param writer the session that has the lease
 */
record KeptProfile(
    String name, NavigableMap<Integer, BrowserState> versions, Optional<String> writer) {

  static KeptProfile empty(String name) {
    return new KeptProfile(name, new TreeMap<>(), Optional.empty());
  }

  /** Number of the newest version; 0 when nothing was saved. */
  int head() {
    return versions.isEmpty() ? 0 : versions.lastKey();
  }

  /** What a browser finds that loads this version, or the empty profile. */
  BrowserState content(int version) {
    return version == 0
        ? BrowserState.FRESH
        : Optional.ofNullable(versions.get(version)).orElseThrow();
  }

  KeptProfile withVersion(int number, BrowserState content) {
    NavigableMap<Integer, BrowserState> more = new TreeMap<>(versions);
    more.put(number, content);
    return new KeptProfile(name, more, writer);
  }

  KeptProfile withWriter(Optional<String> session) {
    return new KeptProfile(name, versions, session);
  }

  KeptProfile withName(String newName) {
    return new KeptProfile(newName, versions, writer);
  }
}
