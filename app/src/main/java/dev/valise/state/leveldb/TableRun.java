package dev.valise.state.leveldb;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entries of one table. A damaged block is told of and left out. */
final class TableRun implements Run {
  private final TableReader table;
  private final TableIndex index;
  private final ReadLimit limit;
  private final Consumer<String> damage;
  private int block = -1;
  private @Nullable BlockCursor pairs;
  private @Nullable Entry current;

  private TableRun(TableReader table, TableIndex index, ReadLimit limit, Consumer<String> damage) {
    this.table = table;
    this.index = index;
    this.limit = limit;
    this.damage = damage;
  }

  /**
   * Stands before the first entry: {@link #current()} is null until {@link #next()} or {@link
   * #seek}. Closes the table when it cannot be read.
   */
  static TableRun open(TableReader table, ReadLimit limit, Consumer<String> damage)
      throws IOException {
    try {
      return new TableRun(table, TableIndex.read(table, limit), limit, damage);
    } catch (IOException e) {
      table.close();
      throw e;
    }
  }

  @Override
  public @Nullable Entry current() {
    return current;
  }

  @Override
  public void next() throws IOException {
    do {
      current = nextOfBlock();
    } while (current == null && load(block + 1));
  }

  @Override
  public void seek(Slice key) throws IOException {
    if (current != null && current.key().compareTo(key) >= 0) {
      return;
    }
    if (pairs == null || index.lastKey(block).compareTo(key) < 0) {
      current = null;
      if (!load(index.find(key, block + 1))) {
        return;
      }
    }
    do {
      next();
    } while (current != null && current.key().compareTo(key) < 0);
  }

  private @Nullable Entry nextOfBlock() throws IOException {
    try {
      if (pairs != null && pairs.next()) {
        return Entry.of(pairs.key(), pairs.value());
      }
    } catch (DamagedLevelDbException e) {
      damage.accept(e.getMessage());
      unload();
    }
    return null;
  }

  /** Makes a block, or the next one that can be read, the one to go through. */
  private boolean load(int wanted) throws IOException {
    unload();
    for (block = wanted; block < index.blocks(); block++) {
      try {
        BlockCursor loaded = table.block(index.handle(block));
        limit.hold(loaded.size());
        pairs = loaded;
        return true;
      } catch (DamagedLevelDbException e) {
        damage.accept(e.getMessage());
      }
    }
    return false;
  }

  private void unload() {
    if (pairs != null) {
      limit.release(pairs.size());
      pairs = null;
    }
  }

  @Override
  public void close() throws IOException {
    unload();
    index.release(limit);
    table.close();
  }
}
