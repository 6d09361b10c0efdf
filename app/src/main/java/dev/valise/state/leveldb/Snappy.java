package dev.valise.state.leveldb;

/** Unpacks a raw Snappy block, as {@code format_description.txt} of google/snappy has it. */
final class Snappy {
  private Snappy() {}

  /**
   * @param limit the largest size that may come out, in bytes
   */
  static byte[] unpack(byte[] packed, int start, int end, int limit)
      throws DamagedLevelDbException {
    var input = new Input(packed, start, end);
    int size = input.length();
    if (size > limit) {
      throw new DamagedLevelDbException("a block of " + size + " bytes");
    }
    byte[] output = new byte[size];
    int position = 0;
    while (!input.atEnd()) {
      int tag = input.unsignedByte();
      if ((tag & 3) == 0) {
        Slice literal = input.slice(literalLength(tag >>> 2, input));
        require(literal.length() <= size - position);
        literal.copyTo(output, position);
        position += literal.length();
      } else {
        int length = (tag & 3) == 1 ? 4 + (tag >>> 2 & 7) : 1 + (tag >>> 2);
        int offset = offset(tag, input);
        require(offset > 0 && offset <= position && length <= size - position);
        // One by one: a copy may reach into what it writes, and then repeats it.
        for (int i = 0; i < length; i++, position++) {
          output[position] = output[position - offset];
        }
      }
    }
    require(position == size);
    return output;
  }

  private static int literalLength(int code, Input input) throws DamagedLevelDbException {
    if (code < 60) {
      return code + 1;
    }
    int length = 0;
    for (int i = 0; i < code - 59; i++) {
      length |= input.unsignedByte() << (8 * i);
    }
    require(length >= 0 && length < Integer.MAX_VALUE);
    return length + 1;
  }

  private static int offset(int tag, Input input) throws DamagedLevelDbException {
    int low = input.unsignedByte();
    if ((tag & 3) == 1) {
      return (tag >>> 5) << 8 | low;
    }
    int offset = input.unsignedByte() << 8 | low;
    if ((tag & 3) == 3) {
      offset |= input.unsignedByte() << 16;
      offset |= input.unsignedByte() << 24;
    }
    return offset;
  }

  private static void require(boolean possible) throws DamagedLevelDbException {
    if (!possible) {
      throw new DamagedLevelDbException("a block that cannot be unpacked");
    }
  }
}
