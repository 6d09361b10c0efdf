package dev.valise.format.reader;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The fields of a protobuf message, as far as keysets need them: varints and bytes. */
record Protobuf(List<Field> fields) {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  /**
   * @param number of a varint; 0 where there are bytes
   */
  private record Field(int field, long number, ByteBuffer bytes) {}

  static Protobuf parse(byte[] message) {
    var in = new Bytes(message);
    List<Field> fields = new ArrayList<>();
    while (in.hasMore()) {
      int tag = in.count();
      switch (tag & 7) {
        case VARINT -> fields.add(new Field(tag >> 3, in.number(), ByteBuffer.allocate(0)));
        case BYTES -> fields.add(new Field(tag >> 3, 0, ByteBuffer.wrap(in.take(in.count()))));
        default -> throw new IllegalArgumentException("no such type of field: " + tag);
      }
    }
    return new Protobuf(fields);
  }

  /** All messages or bytes in a field. */
  List<byte[]> all(int field) {
    return fields.stream()
        .filter(one -> one.field() == field)
        .map(one -> one.bytes().array())
        .toList();
  }

  byte[] one(int field) {
    return all(field).getFirst();
  }

  /** 0 where the field is left out. */
  long number(int field) {
    return fields.stream()
        .filter(one -> one.field() == field)
        .findFirst()
        .map(Field::number)
        .orElse(0L);
  }
}
