package dev.valise.state.leveldb;

import java.util.zip.CRC32C;

/** The checksums of log records and table blocks. */
final class Checksum {
  private Checksum() {}

  /** CRC-32C, rotated and shifted so that the checksum of data with checksums is not weak. */
  static int masked(byte[] array, int start, int length) {
    var crc = new CRC32C();
    crc.update(array, start, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
