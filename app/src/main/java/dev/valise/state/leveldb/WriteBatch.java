package dev.valise.state.leveldb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes that a database takes all or none of, as {@code db/write_batch.cc} has them. Not
 * thread-safe.
 */
public final class WriteBatch {
  private static final int HEADER = Long.BYTES + Integer.BYTES;
  private static final int DELETION = 0;
  private static final int VALUE = 1;

  private final ByteArrayOutputStream writes = new ByteArrayOutputStream();
  private int count;

  /** Gives a key a value, whether it has one or not. */
  public void put(byte[] key, byte[] value) {
    writes.write(VALUE);
    lengthPrefixed(key);
    lengthPrefixed(value);
    count++;
  }

  public void delete(byte[] key) {
    writes.write(DELETION);
    lengthPrefixed(key);
    count++;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * @param sequence of its first write
   */
  byte[] record(long sequence) {
    return ByteBuffer.allocate(HEADER + writes.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(sequence)
        .putInt(count)
        .put(writes.toByteArray())
        .array();
  }

  private void lengthPrefixed(byte[] bytes) {
    int rest = bytes.length;
    for (; rest > 0x7f; rest >>>= 7) {
      writes.write((rest & 0x7f) | 0x80);
    }
    writes.write(rest);
    writes.writeBytes(bytes);
  }
}
