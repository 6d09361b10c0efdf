package dev.valise.state.leveldb;

/** Reads the parts of a record one after the other. All numbers are little-endian. */
final class Input {
  private final byte[] array;
  private final int end;
  private int position;

  Input(byte[] array) {
    this(array, 0, array.length);
  }

  Input(byte[] array, int start, int end) {
    this.array = array;
    this.position = start;
    this.end = end;
  }

  boolean atEnd() {
    return position >= end;
  }

  int remaining() {
    return end - position;
  }

  int unsignedByte() throws DamagedLevelDbException {
    require(1);
    return array[position++] & 0xff;
  }

  long fixed64() throws DamagedLevelDbException {
    require(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value |= (array[position++] & 0xffL) << (8 * i);
    }
    return value;
  }

  int fixed32() throws DamagedLevelDbException {
    require(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value |= (array[position++] & 0xff) << (8 * i);
    }
    return value;
  }

  /** Seven bits per byte, the lowest first, at most ten bytes. */
  long varint() throws DamagedLevelDbException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = unsignedByte();
      value |= (next & 0x7fL) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new DamagedLevelDbException("a number does not end");
  }

  /** A varint that counts bytes or places in memory. */
  int length() throws DamagedLevelDbException {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new DamagedLevelDbException("a length that cannot be");
    }
    return (int) value;
  }

  Slice slice(int length) throws DamagedLevelDbException {
    require(length);
    var slice = new Slice(array, position, length);
    position += length;
    return slice;
  }

  Slice lengthPrefixed() throws DamagedLevelDbException {
    return slice(length());
  }

  private void require(int bytes) throws DamagedLevelDbException {
    if (bytes > end - position) {
      throw new DamagedLevelDbException("ends too early");
    }
  }
}
