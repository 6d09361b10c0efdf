package dev.valise.state.leveldb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads blocks of one table file: packed or not, each with a checksum. */
final class TableReader implements AutoCloseable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  /** Behind a block: how it is packed, and its checksum. */
  private static final int TRAILER = 5;

  private static final int PLAIN = 0;
  private static final int SNAPPY = 1;

  /**
   * A block is closed once it has 4 KiB, so that only its last pair makes it larger: and a site's
   * whole localStorage is at most 10 MiB ({@code kPerStorageAreaQuota}).
   */
  private static final int LARGEST_BLOCK = 16 << 20;

  private final FileChannel file;
  private final long fileSize;
  private final ReadLimit limit;

  TableReader(FileChannel file, ReadLimit limit) throws IOException {
    this.file = file;
    this.fileSize = file.size();
    this.limit = limit;
  }

  /** The pairs (last key of a block, where it stands), in order. */
  BlockCursor index() throws IOException {
    if (fileSize < FOOTER) {
      throw new DamagedLevelDbException("too short");
    }
    byte[] footer = read(fileSize - FOOTER, FOOTER);
    int magic = FOOTER - Long.BYTES;
    if (new Input(footer, magic, FOOTER).fixed64() != MAGIC) {
      throw new DamagedLevelDbException("is no table");
    }
    var handles = new Input(footer, 0, magic);
    skipFilters(handles);
    return block(handles);
  }

  private static void skipFilters(Input handles) throws DamagedLevelDbException {
    handles.varint();
    handles.varint();
  }

  /** A block, given where it stands. */
  BlockCursor block(Input handle) throws IOException {
    long offset = handle.varint();
    long size = handle.varint();
    if (offset < 0 || size < 0 || size > LARGEST_BLOCK || offset > fileSize - size - TRAILER) {
      throw new DamagedLevelDbException("a block is not where it should be");
    }
    int length = (int) size;
    byte[] bytes = read(offset, length + TRAILER);
    var trailer = new Input(bytes, length, bytes.length);
    int packing = trailer.unsignedByte();
    if (trailer.fixed32() != Checksum.masked(bytes, 0, length + 1)) {
      throw new DamagedLevelDbException("a block has a wrong checksum");
    }
    byte[] block =
        switch (packing) {
          case PLAIN -> new Slice(bytes, 0, length).toArray();
          case SNAPPY -> Snappy.unpack(bytes, 0, length, LARGEST_BLOCK);
          default -> throw new DamagedLevelDbException("a block is packed in an unknown way");
        };
    limit.spend(block.length);
    return new BlockCursor(block, limit);
  }

  private byte[] read(long offset, int length) throws IOException {
    limit.spend(length);
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
    if (buffer.hasRemaining()) {
      throw new DamagedLevelDbException("ends too early");
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
