package dev.valise.state;

import dev.valise.disk.ForeignFolder;
import dev.valise.disk.PrivateFiles;
import dev.valise.state.leveldb.LevelDb;
import dev.valise.state.leveldb.LiveEntries;
import dev.valise.state.leveldb.ReadLimit;
import dev.valise.state.leveldb.Slice;
import dev.valise.state.leveldb.WriteBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes into a copy of a user-data-dir what its browser had in localStorage and not on disk yet:
 * Chromium 156 commits 5 s after a change, and a site that changes much only once a minute ({@code
 * components/services/storage/dom_storage/storage_area_impl.cc}).
 *
 * <p>As {@code local_storage_leveldb.cc} has it: {@code _<storage key> NUL <key>} for an item, and
 * {@code META:<storage key>} for when and how much; measured with Chromium 156.
 */
public final class LocalStorageCompletion {

  /** In a user-data-dir. */
  public static final String FOLDER = "Default/Local Storage/leveldb";

  private static final long WORK = 1L << 30;
  private static final long MEMORY = 256L << 20;

  private LocalStorageCompletion() {}

  /**
   * Makes the items of each storage key those that are given; other storage keys stay as they are.
   *
   * @param userDataDir a copy that no browser has open; a file is added, none is changed
   * @param items by storage key, as DevTools' {@code Storage.getStorageKey} has it
   * @param writtenAt what is noted of a storage key that the copy does not know yet
   * @return the file that was added, as a path in the user-data-dir; empty when all was there
   * @throws IOException when the copy cannot be read, or has no localStorage that this knows
   */
  public static Optional<String> complete(
      Path userDataDir, SortedMap<String, Map<String, String>> items, Instant writtenAt)
      throws IOException {
    Optional<ForeignFolder> folder =
        ForeignFolder.at(userDataDir).folder("Default", "Local Storage", "leveldb");
    List<String> damage = new ArrayList<>();
    if (folder.isEmpty()) {
      return nothing(items);
    }
    LevelDb database = LevelDb.open(folder.get(), new ReadLimit(WORK, MEMORY), damage::add);
    if (!database.isBegun()) {
      return nothing(items);
    }
    var batch = new WriteBatch();
    for (Map.Entry<String, Map<String, String>> one : items.entrySet()) {
      String storageKey = LocalStorageText.inKeys(one.getKey());
      if (addItems(database, storageKey, one.getValue(), batch)
          && !has(database, LocalStorageText.metaKey(storageKey))) {
        batch.put(
            LocalStorageText.metaKey(storageKey), LocalStorageText.meta(writtenAt, one.getValue()));
      }
    }
    if (!damage.isEmpty()) {
      throw new IOException(damage.getFirst());
    }
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    String name = database.nextLogName();
    write(userDataDir.resolve(FOLDER).resolve(name), database.nextLog(batch));
    return Optional.of(FOLDER + "/" + name);
  }

  private static Optional<String> nothing(Map<String, Map<String, String>> items)
      throws IOException {
    if (items.values().stream().anyMatch(map -> !map.isEmpty())) {
      throw new IOException("it is not kept where it is looked for");
    }
    return Optional.empty();
  }

  private static boolean has(LevelDb database, byte[] key) throws IOException {
    try (LiveEntries entries = database.entries()) {
      return entries.seek(Slice.of(key)) && entries.key().equals(Slice.of(key));
    }
  }

  /** Returns whether anything differed. */
  private static boolean addItems(
      LevelDb database, String storageKey, Map<String, String> wanted, WriteBatch batch)
      throws IOException {
    Slice prefix = Slice.of(LocalStorageText.itemKey(storageKey));
    SortedMap<String, String> missing = new TreeMap<>(wanted);
    boolean changed = false;
    // A pass of its own: one goes only forward, and past what the last look ended at.
    try (LiveEntries entries = database.entries()) {
      boolean more = entries.seek(prefix);
      while (more && entries.key().startsWith(prefix)) {
        Slice key = entries.key();
        String name =
            LocalStorageText.text(key.part(prefix.length(), key.length() - prefix.length()));
        if (!wanted.containsKey(name)) {
          batch.delete(key.toArray());
          changed = true;
        } else if (LocalStorageText.text(entries.value()).equals(wanted.get(name))) {
          missing.remove(name);
        }
        more = entries.next();
      }
    }
    missing.forEach((name, value) ->
        batch.put(LocalStorageText.itemKey(storageKey, name), LocalStorageText.bytes(value)));
    return changed || !missing.isEmpty();
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel out = PrivateFiles.create(file)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        int _ = out.write(bytes);
      }
    }
  }
}
