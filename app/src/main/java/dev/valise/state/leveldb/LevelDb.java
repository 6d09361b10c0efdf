package dev.valise.state.leveldb;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LevelDB database in bytewise order that no process has open. Holds the write-ahead logs in
 * memory; tables are read block by block. Not thread-safe.
 */
public final class LevelDb {
  private static final Pattern NUMBERED = Pattern.compile("(?:MANIFEST-)?(\\d{1,18})(?:\\..*)?");
  private static final Pattern LOG = Pattern.compile("(\\d{1,18})\\.log");

  /** LevelDB lets writers wait when there are 12 ({@code kL0_StopWritesTrigger}). */
  private static final int MOST_OVERLAPPING = 100;

  /** Far more than a gigabyte has; bounds what listing the folder costs. */
  static final int MOST_FILES = 10_000;

  private final ForeignFolder folder;
  private final Manifest manifest;
  private final MemTable logs;
  private final ReadLimit limit;
  private final Consumer<String> damage;

  private LevelDb(
      ForeignFolder folder,
      Manifest manifest,
      MemTable logs,
      ReadLimit limit,
      Consumer<String> damage) {
    this.folder = folder;
    this.manifest = manifest;
    this.logs = logs;
    this.limit = limit;
    this.damage = damage;
  }

  /**
   * Reads the manifest and the logs.
   *
   * @param limit what reading, through the whole life of this object, may cost
   * @param damage told once for each part that is damaged and left out, also later, while entries
   *     are read; what an older file says of the keys in it shows through then
   * @throws DamagedLevelDbException when the database is damaged as a whole
   * @throws IOException when a file cannot be read, or the limit does not allow it
   */
  public static LevelDb open(ForeignFolder folder, ReadLimit limit, Consumer<String> damage)
      throws IOException {
    Manifest manifest = Manifest.read(folder, limit);
    if (manifest.overlapping().size() > MOST_OVERLAPPING) {
      throw new DamagedLevelDbException("the manifest has too many tables in level 0");
    }
    var logs = new MemTable(limit);
    for (long number : logs(folder, manifest)) {
      readLog(folder, FileName.of(number, ".log"), logs, limit, damage);
    }
    logs.sort();
    return new LevelDb(folder, manifest, logs, limit, damage);
  }

  /** Whether there is a database, and not just a folder for one. */
  public boolean isBegun() {
    return manifest.nextFile() > 1;
  }

  /**
   * A log that, put beside the other files under {@link #nextLogName}, adds a batch of writes: a
   * database that is opened reads all logs that are not in a table yet, in the order of their
   * numbers ({@code DBImpl::Recover}). To append to the last log instead would not do: a writer
   * that stopped half way has left half a record at its end.
   */
  public byte[] nextLog(WriteBatch batch) {
    return LogRecordWriter.log(
        batch.record(Math.max(manifest.lastSequence(), logs.lastSequence()) + 1));
  }

  /** A name that no file of the database has. */
  public String nextLogName() throws IOException {
    long number = manifest.nextFile();
    for (String name : folder.names(MOST_FILES)) {
      Matcher numbered = NUMBERED.matcher(name);
      if (numbered.matches()) {
        number = Math.max(number, Long.parseLong(numbered.group(1)) + 1);
      }
    }
    return FileName.of(number, ".log");
  }

  private static List<Long> logs(ForeignFolder folder, Manifest manifest) throws IOException {
    return folder.names(MOST_FILES).stream()
        .map(LOG::matcher)
        .filter(Matcher::matches)
        .map(name -> Long.parseLong(name.group(1)))
        .filter(manifest::needsLog)
        .sorted()
        .toList();
  }

  private static void readLog(
      ForeignFolder folder, String name, MemTable logs, ReadLimit limit, Consumer<String> damage)
      throws IOException {
    try (FileChannel file =
        folder.open(name).orElseThrow(() -> new DamagedLevelDbException(name + " is missing"))) {
      var records = new LogRecords(file, limit);
      boolean more = true;
      while (more) {
        try {
          byte[] batch = records.next();
          more = batch != null;
          if (batch != null) {
            logs.add(batch);
          }
        } catch (DamagedLevelDbException e) {
          damage.accept(name + ": " + e.getMessage());
        }
      }
    }
  }

  /** A new pass over all pairs, before the first one. */
  public LiveEntries entries() {
    var runs = new ArrayList<Run>();
    runs.add(logs.run());
    for (TableFile table : manifest.overlapping()) {
      runs.add(new LevelRun(folder, List.of(table), limit, damage));
    }
    for (List<TableFile> level : manifest.sorted()) {
      runs.add(new LevelRun(folder, level, limit, damage));
    }
    return new LiveEntries(runs);
  }

  /** Hands each pair over, in the order of the keys, as arrays of the receiver's own. */
  public void forEach(BiConsumer<byte[], byte[]> receiver) throws IOException {
    try (LiveEntries entries = entries()) {
      while (entries.next()) {
        receiver.accept(entries.key().toArray(), entries.value().toArray());
      }
    }
  }
}
