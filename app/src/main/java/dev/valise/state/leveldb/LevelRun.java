package dev.valise.state.leveldb;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of tables whose key ranges do not overlap, of which it has one open at a time. A
 * table that is missing or damaged is told of and left out.
 */
final class LevelRun implements Run {
  private final ForeignFolder folder;
  private final List<TableFile> tables;
  private final ReadLimit limit;
  private final Consumer<String> damage;
  private int position = -1;
  private @Nullable TableRun open;

  LevelRun(ForeignFolder folder, List<TableFile> tables, ReadLimit limit, Consumer<String> damage) {
    this.folder = folder;
    this.tables = tables.stream().sorted(Comparator.comparing(TableFile::smallest)).toList();
    this.limit = limit;
    this.damage = damage;
  }

  @Override
  public @Nullable Entry current() {
    return open == null ? null : open.current();
  }

  @Override
  public void next() throws IOException {
    TableRun table = open == null ? openFrom(position + 1) : open;
    while (table != null) {
      table.next();
      if (table.current() != null) {
        return;
      }
      table = openFrom(position + 1);
    }
  }

  @Override
  public void seek(Slice key) throws IOException {
    TableRun table = open == null ? openFrom(find(key)) : open;
    while (table != null) {
      table.seek(key);
      if (table.current() != null) {
        return;
      }
      table = openFrom(find(key));
    }
  }

  /** The next table that may hold the key or a larger one. */
  private int find(Slice key) {
    int next = position + 1;
    while (next < tables.size() && tables.get(next).largest().compareTo(key) < 0) {
      next++;
    }
    return next;
  }

  /** Closes the table and opens the first, from a given one on, that can be read. */
  private @Nullable TableRun openFrom(int wanted) throws IOException {
    close();
    for (position = Math.min(wanted, tables.size()); position < tables.size(); position++) {
      String name = FileName.of(tables.get(position).number(), ".ldb");
      try {
        open = TableRun.open(reader(name), limit, what -> damage.accept(name + ": " + what));
        return open;
      } catch (DamagedLevelDbException e) {
        damage.accept(name + ": " + e.getMessage());
      }
    }
    return null;
  }

  private TableReader reader(String name) throws IOException {
    Optional<FileChannel> file = folder.open(name);
    if (file.isEmpty()) {
      // The suffix of LevelDB before 1.14, which it still reads.
      file = folder.open(name.replace(".ldb", ".sst"));
    }
    return new TableReader(
        file.orElseThrow(() -> new DamagedLevelDbException("is missing")), limit);
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
