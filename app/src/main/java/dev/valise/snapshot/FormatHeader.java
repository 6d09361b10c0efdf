package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The first eight bytes of every stored object: what it is, and in which version of the format. */
enum FormatHeader {
  PACK("VALPACK", 1),
  MANIFEST("VALMANI", 2);

  static final int LENGTH = 8;

  private final String magic;
  private final int version;

  /**
   * @param version the newest, and the one that is written
   */
  FormatHeader(String magic, int version) {
    this.magic = magic;
    this.version = version;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .put(magic.getBytes(StandardCharsets.US_ASCII))
        .put((byte) version)
        .array();
  }

  /**
   * Reads the version of the format out of a blob's first bytes.
   *
   * @return from 1 to the newest
   * @throws DamagedSnapshotException when they are no such header
   * @throws NewerFormatException when only a newer Valise reads it
   */
  int check(BlobKey blob, byte[] header) throws IOException {
    if (header.length < LENGTH
        || !magic.equals(new String(header, 0, LENGTH - 1, StandardCharsets.US_ASCII))) {
      throw new DamagedSnapshotException(blob, "it does not start like a " + name());
    }
    int found = Byte.toUnsignedInt(header[LENGTH - 1]);
    if (found > version) {
      throw new NewerFormatException(blob, found, version);
    }
    if (found == 0) {
      throw new DamagedSnapshotException(blob, "no format has version 0");
    }
    return found;
  }
}
