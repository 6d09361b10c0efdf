package dev.valise.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes together what the parts of a user-data-dir say, and bounds it. Not thread-safe. */
final class OriginCollector {

  /** Ten times what a heavily used profile has. */
  static final int MOST_ORIGINS = 10_000;

  private static final int MOST_WARNINGS = 20;

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*:/.*", Pattern.DOTALL);

  /** Scheme, host, port and kind of an IndexedDB folder; port 0 stands for that of the scheme. */
  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)_(.*)_(\\d{1,5})(\\.indexeddb\\.(leveldb|blob))?", Pattern.DOTALL);

  private final SortedSet<WebOrigin> origins = new TreeSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private int moreWarnings;
  private int unknown;

  /**
   * A storage key, as Chromium serialises it ({@code blink::StorageKey::Serialize}): the origin,
   * and from the first {@code ^} on what its storage is partitioned by. Partitioned storage counts
   * for the origin that wrote it. Other schemes are left out: extensions, files and Chromium's own
   * pages are not the web.
   */
  void addStorageKey(String key) {
    int partition = key.indexOf('^');
    String origin = partition < 0 ? key : key.substring(0, partition);
    add(origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin);
  }

  /**
   * The name of a folder under IndexedDB ({@code storage/common/database/database_identifier.cc}),
   * with the suffix of a LevelDB, or without one where Chromium keeps IndexedDB in SQLite.
   */
  void addIdentifier(String name) {
    Matcher parts = IDENTIFIER.matcher(name);
    if (!parts.matches()) {
      addUnknown();
      return;
    }
    String host = parts.group(2);
    String port = parts.group(3).equals("0") ? "" : ":" + parts.group(3);
    String url = host.startsWith("[") ? host.replace('_', ':') : host;
    add(parts.group(1) + "://" + url + port);
  }

  private void add(String origin) {
    if (WebOrigin.isWebOrigin(origin)) {
      if (origins.size() < MOST_ORIGINS) {
        origins.add(new WebOrigin(origin));
      } else if (!origins.contains(new WebOrigin(origin))) {
        warn("there are more than " + MOST_ORIGINS + " origins");
      }
    } else if (origin.startsWith("http") || !SCHEME.matcher(origin).matches()) {
      addUnknown();
    }
  }

  /** Counts something that should name an origin and does not. */
  void addUnknown() {
    unknown++;
  }

  /** Says once what could not be read. */
  void warn(String warning) {
    if (warnings.size() < MOST_WARNINGS) {
      warnings.add(warning);
    } else if (!warnings.contains(warning)) {
      moreWarnings++;
    }
  }

  OriginsFound found() {
    List<String> all = new ArrayList<>(warnings);
    if (moreWarnings > 0) {
      all.add(moreWarnings + " more warnings about state that could not be read");
    }
    if (unknown > 0) {
      all.add(unknown + " names of storage are of no form that is known");
    }
    return new OriginsFound(origins, all);
  }
}
