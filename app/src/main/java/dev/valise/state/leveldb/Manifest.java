package dev.valise.state.leveldb;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which files hold the state of the database: a log of edits, of which the last word counts.
 *
 * <p>Read strictly, for LevelDB opens no database with a damaged one either ({@code
 * VersionSet::Recover}), and Chromium then starts an empty one.
 */
final class Manifest {
  private static final String CURRENT = "CURRENT";
  private static final int LEVELS = 7;
  private static final Pattern NAME = Pattern.compile("MANIFEST-\\d{1,20}");
  private static final String COMPARATOR = "leveldb.BytewiseComparator";

  /** What a table takes of memory beside its keys, rounded up. */
  private static final int TABLE_OVERHEAD = 256;

  private static final int COMPARATOR_NAME = 1;
  private static final int LOG_NUMBER = 2;
  private static final int NEXT_FILE = 3;
  private static final int LAST_SEQUENCE = 4;
  private static final int COMPACT_POINTER = 5;
  private static final int DELETED_FILE = 6;
  private static final int NEW_FILE = 7;
  private static final int PREVIOUS_LOG_NUMBER = 9;

  private final ReadLimit limit;
  private final List<Map<Long, TableFile>> levels = new ArrayList<>();
  private long logNumber;
  private long previousLogNumber;
  private long nextFile;
  private long lastSequence;

  private Manifest(ReadLimit limit) {
    this.limit = limit;
    for (int level = 0; level < LEVELS; level++) {
      levels.add(new HashMap<>());
    }
  }

  /** Of the database in the folder; one that was never begun has no files. */
  static Manifest read(ForeignFolder folder, ReadLimit limit) throws IOException {
    var manifest = new Manifest(limit);
    if (folder.size(CURRENT).isEmpty() && !isBegun(folder)) {
      return manifest;
    }
    String name = current(folder);
    try (FileChannel file =
        folder.open(name).orElseThrow(() -> new DamagedLevelDbException(name + " is missing"))) {
      var records = new LogRecords(file, limit);
      for (byte[] edit = records.next(); edit != null; edit = records.next()) {
        manifest.apply(new Input(edit));
      }
    }
    return manifest;
  }

  /** Chromium makes the folder, and at times a lock in it, before a page first stores something. */
  private static boolean isBegun(ForeignFolder folder) throws IOException {
    return folder.names(LevelDb.MOST_FILES).stream().anyMatch(name -> NAME.matcher(name).matches());
  }

  private static String current(ForeignFolder folder) throws IOException {
    try (FileChannel file =
        folder.open(CURRENT).orElseThrow(() -> new DamagedLevelDbException("no CURRENT"))) {
      var content = ByteBuffer.allocate(64);
      while (content.hasRemaining() && file.read(content) >= 0) {}
      String name = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
      if (!name.endsWith("\n") || !NAME.matcher(name.stripTrailing()).matches()) {
        throw new DamagedLevelDbException("CURRENT names no manifest");
      }
      return name.stripTrailing();
    }
  }

  private void apply(Input edit) throws IOException {
    while (!edit.atEnd()) {
      int tag = edit.length();
      switch (tag) {
        case COMPARATOR_NAME -> {
          if (!edit.lengthPrefixed().equals(Slice.ascii(COMPARATOR))) {
            throw new DamagedLevelDbException("the keys are in an order of their own");
          }
        }
        case LOG_NUMBER -> logNumber = edit.varint();
        case PREVIOUS_LOG_NUMBER -> previousLogNumber = edit.varint();
        case NEXT_FILE -> nextFile = edit.varint();
        case LAST_SEQUENCE -> lastSequence = edit.varint();
        case COMPACT_POINTER -> {
          level(edit);
          edit.lengthPrefixed();
        }
        case DELETED_FILE -> level(edit).remove(edit.varint());
        case NEW_FILE -> addTable(level(edit), edit);
        default -> throw new DamagedLevelDbException("the manifest has an unknown edit");
      }
    }
  }

  private void addTable(Map<Long, TableFile> level, Input edit) throws IOException {
    long number = edit.varint();
    edit.varint(); // Its size, which the file itself tells.
    Slice smallest = Entry.userKey(edit.lengthPrefixed());
    Slice largest = Entry.userKey(edit.lengthPrefixed());
    limit.hold(TABLE_OVERHEAD + (long) smallest.length() + largest.length());
    level.put(number, new TableFile(number, smallest, largest));
  }

  private Map<Long, TableFile> level(Input edit) throws DamagedLevelDbException {
    int level = edit.length();
    if (level >= LEVELS) {
      throw new DamagedLevelDbException("the manifest has a level too many");
    }
    return levels.get(level);
  }

  /** Whether a log holds writes that are in no table yet. */
  boolean needsLog(long number) {
    return number >= logNumber || number == previousLogNumber;
  }

  /** No file of the database has this number or a higher one, but perhaps logs. */
  long nextFile() {
    return Math.max(nextFile, Math.max(logNumber, previousLogNumber) + 1);
  }

  /** That of the newest write in any table. */
  long lastSequence() {
    return lastSequence;
  }

  /** Tables whose key ranges may overlap, the newest writes in any of them. */
  List<TableFile> overlapping() {
    return List.copyOf(levels.getFirst().values());
  }

  /** Per level, tables whose key ranges do not overlap. */
  List<List<TableFile>> sorted() {
    return levels.stream()
        .skip(1)
        .filter(level -> !level.isEmpty())
        .map(level -> List.copyOf(level.values()))
        .toList();
  }
}
