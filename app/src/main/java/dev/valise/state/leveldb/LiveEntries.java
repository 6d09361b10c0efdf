package dev.valise.state.leveldb;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of a database in the order of their keys, as a reader would see them: the newest write
 * of each key, without those that were deleted. Goes through them once. Not thread-safe.
 */
public final class LiveEntries implements AutoCloseable {
  private final List<Run> runs;
  private @Nullable Slice lastKey;
  private @Nullable Entry current;
  private boolean started;

  LiveEntries(List<Run> runs) {
    this.runs = runs;
  }

  /**
   * On to the next pair.
   *
   * @return whether there is one
   * @throws IOException when files cannot be read, or cost more than is allowed; what is merely
   *     damaged is left out and told of
   */
  public boolean next() throws IOException {
    if (!started) {
      started = true;
      for (Run run : runs) {
        if (run.current() == null) {
          run.next();
        }
      }
    }
    return settle();
  }

  /**
   * On to the first pair whose key is not smaller, and not before the next one. As {@link #next}.
   */
  public boolean seek(Slice key) throws IOException {
    started = true;
    for (Run run : runs) {
      run.seek(key);
    }
    return settle();
  }

  private boolean settle() throws IOException {
    for (Run first = first(); first != null; first = first()) {
      Entry entry = first.current();
      first.next();
      if (entry == null || (lastKey != null && entry.key().equals(lastKey))) {
        continue;
      }
      lastKey = entry.key();
      if (!entry.deletion()) {
        current = entry;
        return true;
      }
    }
    current = null;
    return false;
  }

  private @Nullable Run first() {
    @Nullable Run first = null;
    @Nullable Entry smallest = null;
    for (Run run : runs) {
      Entry entry = run.current();
      if (entry != null && (smallest == null || Entry.compare(entry, smallest) < 0)) {
        first = run;
        smallest = entry;
      }
    }
    return first;
  }

  /** The key of the pair it stands at. */
  public Slice key() {
    return standing().key();
  }

  /** The value of the pair it stands at. */
  public Slice value() {
    return standing().value();
  }

  private Entry standing() {
    if (current == null) {
      throw new IllegalStateException("stands at no pair");
    }
    return current;
  }

  @Override
  public void close() throws IOException {
    for (Run run : runs) {
      run.close();
    }
  }
}
