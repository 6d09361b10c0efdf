package dev.valise.state;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which web origins have state in a user-data-dir that no browser has open. */
public final class Origins {
  private static final String INDEXED_DB = "Default/IndexedDB/";
  private static final Logger LOG = LoggerFactory.getLogger(Origins.class);

  private Origins() {}

  /**
   * Whether a file or folder of a user-data-dir, by its path in it, is among those looked at here.
   */
  public static boolean reads(String path) {
    return path.startsWith("Default/Local Storage/leveldb/")
        || path.startsWith("Default/LocalStorage")
        || path.startsWith("Default/WebStorage/QuotaManager")
        || (path.startsWith(INDEXED_DB) && path.indexOf('/', INDEXED_DB.length()) < 0);
  }

  /** A part of the profile that names origins. */
  private interface Part {
    void collect(ForeignFolder profile, OriginCollector found) throws IOException;
  }

  /**
   * The origins with localStorage, IndexedDB, or a quota bucket, which those get that use
   * CacheStorage, service workers or the file system. Cookies do not count: they belong to hosts.
   *
   * <p>Reads the profile {@code Default}, which is the one that a browser with its own
   * user-data-dir uses. Writes nothing, follows no link, never throws: what cannot be read is in
   * the warnings. Takes some milliseconds, and at most a few seconds and 150 MiB of memory,
   * whatever lies in the folder. Thread-safe.
   *
   * @param userDataDir one that does not exist, or that no browser ever used, has no origins
   */
  public static OriginsFound of(Path userDataDir) {
    var found = new OriginCollector();
    try {
      Optional<ForeignFolder> profile = ForeignFolder.at(userDataDir).folder("Default");
      if (profile.isPresent()) {
        collect("localStorage", LocalStorageOrigins::collectFromLevelDb, profile.get(), found);
        collect("localStorage", LocalStorageOrigins::collectFromSqlite, profile.get(), found);
        collect("IndexedDB", IndexedDbOrigins::collect, profile.get(), found);
        collect("the quota database", QuotaOrigins::collect, profile.get(), found);
      }
    } catch (IOException e) {
      found.warn("the profile could not be read: " + reason(e));
    }
    return found.found();
  }

  private static void collect(
      String name, Part part, ForeignFolder profile, OriginCollector found) {
    try {
      part.collect(profile, found);
    } catch (IOException e) {
      found.warn(name + " could not be read: " + reason(e));
    } catch (RuntimeException e) {
      // What hostile bytes may bring out of a parser must not cost anybody a save.
      LOG.error("a reader of {} failed", name, e);
      found.warn(name + " could not be read");
    }
  }

  /** Without the path that an exception of the file system has in its message. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName()
        : String.valueOf(e.getMessage());
  }
}
