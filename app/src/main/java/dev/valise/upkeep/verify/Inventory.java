package dev.valise.upkeep.verify;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.NoSuchBlobException;
import dev.valise.catalog.BlobRecords;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All blobs, as the blob store and as the catalog know them. Takes some 200 bytes of memory each.
 *
 * @param stored by key
 * @param rows of the catalog, by key; read after the blob store was, so that what a save stores and
 *     the catalog does not know is in neither
 */
record Inventory(Map<String, BlobInfo> stored, Map<String, BlobRecords.Blob> rows) {

  /** The folders of the store that hold what versions need. */
  private static final List<String> KINDS = List.of("packs", "manifests");

  static Inventory of(BlobStore blobs, BlobRecords records) throws IOException {
    Map<String, BlobInfo> stored = new HashMap<>();
    for (String kind : KINDS) {
      blobs.list(kind, blob -> stored.put(blob.key().value(), blob));
    }
    Map<String, BlobRecords.Blob> rows = new HashMap<>();
    records.forEach(row -> rows.put(row.key(), row));
    return new Inventory(stored, rows);
  }

  Optional<BlobInfo> find(String key) {
    return Optional.ofNullable(stored.get(key));
  }

  /** Bytes of the packs among the keys. */
  long packBytes(Set<String> keys) {
    long bytes = 0;
    for (String key : keys) {
      @Nullable BlobInfo blob = key.startsWith("packs/") ? stored.get(key) : null;
      bytes += blob == null ? 0 : blob.size();
    }
    return bytes;
  }

  /** Whether a blob is gone; one that was written after the listing is not. */
  boolean isMissing(BlobKey key, BlobStore blobs) throws IOException {
    return !stored.containsKey(key.value()) && !exists(key, blobs);
  }

  static boolean exists(BlobKey key, BlobStore blobs) throws IOException {
    try {
      blobs.read(key, 0, 1);
      return true;
    } catch (NoSuchBlobException e) {
      return false;
    } catch (EOFException empty) {
      return true;
    }
  }

  /** The rows that the catalog has of these blobs now. */
  static Map<String, BlobRecords.Blob> rowsNow(Set<String> keys, BlobRecords records) {
    Map<String, BlobRecords.Blob> rows = new HashMap<>();
    if (!keys.isEmpty()) {
      records.forEach(row -> {
        if (keys.contains(row.key())) {
          rows.put(row.key(), row);
        }
      });
    }
    return rows;
  }
}
