package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The first eight bytes of every stored object: what it is, and in which version of the format. */
enum FormatHeader {
  PACK("VALPACK"),
  MANIFEST("VALMANI");

  static final int LENGTH = 8;
  private static final byte VERSION = 1;

  private final String magic;

  FormatHeader(String magic) {
    this.magic = magic;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .put(magic.getBytes(StandardCharsets.US_ASCII))
        .put(VERSION)
        .array();
  }

  void check(BlobKey blob, byte[] header) throws IOException {
    if (header.length < LENGTH
        || !magic.equals(new String(header, 0, LENGTH - 1, StandardCharsets.US_ASCII))) {
      throw new DamagedSnapshotException(blob, "it does not start like a " + name());
    }
    int version = Byte.toUnsignedInt(header[LENGTH - 1]);
    if (version > VERSION) {
      throw new IOException(
          "blob "
              + blob
              + " is in format version "
              + version
              + "; this Valise reads version "
              + VERSION);
    }
    if (version < VERSION) {
      throw new DamagedSnapshotException(blob, "no format has version " + version);
    }
  }
}
