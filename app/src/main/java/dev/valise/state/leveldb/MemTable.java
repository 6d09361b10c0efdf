package dev.valise.state.leveldb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the write-ahead logs hold: all that is in no table yet. Not thread-safe. */
final class MemTable {
  private static final int DELETION = 0;
  private static final int VALUE = 1;

  private final List<Entry> entries = new ArrayList<>();
  private final ReadLimit limit;
  private long lastSequence;

  MemTable(ReadLimit limit) {
    this.limit = limit;
  }

  /**
   * Adds a record of a log: the writes of one batch, as {@code db/write_batch.cc} has them.
   *
   * @throws DamagedLevelDbException when a batch does not end as it should; its writes up to there
   *     are added
   */
  void add(byte[] batch) throws IOException {
    limit.hold(batch.length);
    var input = new Input(batch);
    long sequence = input.fixed64();
    int count = input.fixed32();
    for (int i = 0; i < count; i++, sequence++) {
      int type = input.unsignedByte();
      Slice key = input.lengthPrefixed();
      Slice value =
          switch (type) {
            case VALUE -> input.lengthPrefixed();
            case DELETION -> input.slice(0);
            default -> throw new DamagedLevelDbException("a write of an unknown type");
          };
      limit.hold(Entry.OVERHEAD);
      entries.add(new Entry(key, sequence, type == DELETION, value));
      lastSequence = Math.max(lastSequence, sequence);
    }
  }

  /** That of its newest write; 0 when there is none. */
  long lastSequence() {
    return lastSequence;
  }

  /** Once all is added. */
  void sort() {
    entries.sort(Entry::compare);
  }

  /** Over the entries as they are now. */
  Run run() {
    return new MemoryRun(entries);
  }

  private static final class MemoryRun implements Run {
    private final List<Entry> entries;
    private int position;

    MemoryRun(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public @Nullable Entry current() {
      return position < entries.size() ? entries.get(position) : null;
    }

    @Override
    public void next() {
      if (position < entries.size()) {
        position++;
      }
    }

    @Override
    public void seek(Slice key) {
      int low = position;
      int high = entries.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (entries.get(middle).key().compareTo(key) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      position = low;
    }

    @Override
    public void close() {}
  }
}
