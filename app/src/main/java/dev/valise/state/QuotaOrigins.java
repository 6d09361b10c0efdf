package dev.valise.state;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.util.Optional;

/**
 * Origins that have a bucket: Chromium makes one when a site first uses IndexedDB, CacheStorage,
 * the file system, or registers a service worker ({@code storage/browser/quota/quota_database.cc},
 * version 11 in Chromium 156).
 */
final class QuotaOrigins {
  private QuotaOrigins() {}

  static void collect(ForeignFolder profile, OriginCollector found) throws IOException {
    Optional<ForeignFolder> folder = profile.folder("WebStorage");
    if (folder.isEmpty()) {
      return;
    }
    Optional<SqliteFile> file = SqliteFile.in(folder.get(), "QuotaManager");
    if (file.isPresent()) {
      file.get().warnOfUnfinishedWrites(found::warn);
      file.get().readTexts("buckets", "storage_key", "true", found::addStorageKey);
    }
  }
}
