package dev.valise.state.leveldb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where the blocks of a table stand, and which keys each may hold. */
final class TableIndex {
  private final List<Slice> lastKeys = new ArrayList<>();
  private final List<Slice> handles = new ArrayList<>();
  private long size;

  /** Reads it in full: some 20 KB for a table of the usual 2 MB. */
  static TableIndex read(TableReader table, ReadLimit limit) throws IOException {
    var index = new TableIndex();
    try {
      BlockCursor pairs = table.index();
      index.hold(pairs.size(), limit);
      while (pairs.next()) {
        index.hold(Entry.OVERHEAD + pairs.key().length(), limit);
        index.lastKeys.add(Entry.userKey(pairs.key()));
        index.handles.add(pairs.value());
      }
      return index;
    } catch (IOException e) {
      index.release(limit);
      throw e;
    }
  }

  private void hold(long bytes, ReadLimit limit) throws IOException {
    limit.hold(bytes);
    size += bytes;
  }

  void release(ReadLimit limit) {
    limit.release(size);
    size = 0;
  }

  int blocks() {
    return handles.size();
  }

  Input handle(int block) {
    byte[] handle = handles.get(block).toArray();
    return new Input(handle);
  }

  /** No key of the block is larger. */
  Slice lastKey(int block) {
    return lastKeys.get(block);
  }

  /** The first block, from a given one on, that may hold the key or a larger one. */
  int find(Slice key, int from) {
    int low = from;
    int high = lastKeys.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lastKeys.get(middle).compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
