package dev.valise.state.leveldb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes log files as LevelDB does, for content that no writer of others would write. */
final class LogWriter {
  static final int BLOCK = 32 * 1024;
  private static final int HEADER = 7;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** One record, cut where blocks end. */
  LogWriter add(byte[] record) {
    int position = 0;
    boolean first = true;
    do {
      int left = BLOCK - file.size() % BLOCK;
      if (left < HEADER) {
        file.writeBytes(new byte[left]);
        left = BLOCK;
      }
      int length = Math.min(record.length - position, left - HEADER);
      boolean last = position + length == record.length;
      int type = first ? (last ? 1 : 2) : (last ? 4 : 3);
      fragment(type, Arrays.copyOfRange(record, position, position + length));
      position += length;
      first = false;
    } while (position < record.length);
    return this;
  }

  /** One fragment, whether or not it makes sense there. */
  LogWriter fragment(int type, byte[] content) {
    byte[] checked = ByteBuffer.allocate(1 + content.length).put((byte) type).put(content).array();
    file.writeBytes(
        ByteBuffer.allocate(HEADER - 1)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(Checksum.masked(checked, 0, checked.length))
            .putShort((short) content.length)
            .array());
    file.writeBytes(checked);
    return this;
  }

  /** Bytes as they are. */
  LogWriter raw(byte[] bytes) {
    file.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return file.toByteArray();
  }

  int size() {
    return file.size();
  }
}
