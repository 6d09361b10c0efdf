package dev.valise.state;

import dev.valise.disk.ForeignFolder;
import dev.valise.state.leveldb.LevelDb;
import dev.valise.state.leveldb.LiveEntries;
import dev.valise.state.leveldb.ReadLimit;
import dev.valise.state.leveldb.Slice;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Origins with localStorage. Chromium 156 keeps it in a LevelDB, whose keys of data are {@code
 * _<storage key> NUL <key of the page>} ({@code local_storage_leveldb.cc}); what it remembers of
 * emptied maps stands under other keys. With its feature DomStorageSqlite it is the SQLite file
 * {@code LocalStorage} instead ({@code local_storage_sqlite.cc}).
 */
final class LocalStorageOrigins {
  private static final Slice DATA = Slice.ascii("_");

  /**
   * Bounds a hostile database to some seconds; what a site with much data costs is a thousandth.
   */
  private static final long WORK = 256L << 20;

  /** The logs are held in memory: usually 64 KiB, at most one commit of several full sites. */
  private static final long MEMORY = 96L << 20;

  private LocalStorageOrigins() {}

  static void collectFromSqlite(ForeignFolder profile, OriginCollector found) throws IOException {
    Optional<SqliteFile> file = SqliteFile.in(profile, "LocalStorage");
    if (file.isPresent()) {
      file.get().warnOfUnfinishedWrites(found::warn);
      file.get().readTexts("maps", "storage_key", "total_size > 0", found::addStorageKey);
    }
  }

  static void collectFromLevelDb(ForeignFolder profile, OriginCollector found) throws IOException {
    Optional<ForeignFolder> folder = profile.folder("Local Storage", "leveldb");
    if (folder.isPresent()) {
      collect(folder.get(), found);
    }
  }

  private static void collect(ForeignFolder folder, OriginCollector found) throws IOException {
    LevelDb database =
        LevelDb.open(
            folder,
            new ReadLimit(WORK, MEMORY),
            damage -> found.warn("localStorage is damaged: " + damage));
    try (LiveEntries entries = database.entries()) {
      boolean more = entries.seek(DATA);
      while (more && entries.key().startsWith(DATA)) {
        int end = entries.key().indexOf(0);
        if (end < 0) {
          found.addUnknown();
          more = entries.next();
        } else {
          found.addStorageKey(entries.key().part(1, end - 1).latin1());
          more = entries.seek(behindAllOf(entries.key().first(end)));
        }
      }
    }
  }

  /** Skipping the values makes the cost that of the origins, not of what they keep. */
  private static Slice behindAllOf(Slice storageKey) {
    byte[] key = Arrays.copyOf(storageKey.toArray(), storageKey.length() + 1);
    key[storageKey.length()] = 1;
    return Slice.of(key);
  }
}
