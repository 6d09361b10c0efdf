package dev.valise.state;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.util.Optional;

/**
 * Origins with IndexedDB in the default bucket of a first party, whose folder names say them. What
 * is partitioned, or in a bucket with a name, lies in {@code WebStorage/<number>}, and only the
 * quota database knows whose number it is.
 */
final class IndexedDbOrigins {

  /** An origin has a folder, and one more if it keeps blobs. */
  private static final int MOST_FOLDERS = 2 * OriginCollector.MOST_ORIGINS;

  private IndexedDbOrigins() {}

  static void collect(ForeignFolder profile, OriginCollector found) throws IOException {
    Optional<ForeignFolder> folder = profile.folder("IndexedDB");
    if (folder.isPresent()) {
      for (String name : folder.get().names(MOST_FOLDERS)) {
        found.addIdentifier(name);
      }
    }
  }
}
