package dev.valise.state.leveldb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes what {@link LogRecords} reads. */
final class LogRecordWriter {
  private LogRecordWriter() {}

  /** A log with one record. */
  static byte[] log(byte[] record) {
    var log = new ByteArrayOutputStream();
    int from = 0;
    do {
      int length = Math.min(record.length - from, LogRecords.BLOCK - LogRecords.HEADER);
      boolean first = from == 0;
      boolean last = from + length == record.length;
      int type =
          first
              ? (last ? LogRecords.FULL : LogRecords.FIRST)
              : (last ? LogRecords.LAST : LogRecords.MIDDLE);
      log.writeBytes(fragment(type, record, from, length));
      from += length;
    } while (from < record.length);
    return log.toByteArray();
  }

  /** A fragment fills its block, but for the last one: so each begins where a block does. */
  private static byte[] fragment(int type, byte[] record, int from, int length) {
    byte[] typed = new byte[1 + length];
    typed[0] = (byte) type;
    System.arraycopy(record, from, typed, 1, length);
    return ByteBuffer.allocate(LogRecords.HEADER + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(Checksum.masked(typed, 0, typed.length))
        .putShort((short) length)
        .put(typed)
        .array();
  }
}
