package dev.valise.state.leveldb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The records of a log file, which is what both the write-ahead log and the manifest are: blocks of
 * 32 KiB with records, a record that does not fit being cut into fragments.
 *
 * <p>A record that the file ends in is dropped, as LevelDB does: its writer died, and told nobody
 * that it was written.
 */
final class LogRecords {
  static final int BLOCK = 32 * 1024;
  static final int HEADER = 7;

  private static final int ZERO = 0;
  static final int FULL = 1;
  static final int FIRST = 2;
  static final int MIDDLE = 3;
  static final int LAST = 4;

  private final FileChannel file;
  private final ReadLimit limit;
  private final byte[] block = new byte[BLOCK];
  private int blockEnd;
  private int position;
  private boolean lastBlock;

  LogRecords(FileChannel file, ReadLimit limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * The next record; null at the end.
   *
   * @throws DamagedLevelDbException when a block is damaged; a further call goes on behind it
   */
  byte @Nullable [] next() throws IOException {
    @Nullable ByteArrayOutputStream fragments = null;
    while (true) {
      if (blockEnd - position < HEADER) {
        if (lastBlock) {
          return null;
        }
        readBlock();
        continue;
      }
      var header = new Input(block, position, blockEnd);
      int checksum = header.fixed32();
      int length = header.unsignedByte() | header.unsignedByte() << 8;
      int type = header.unsignedByte();
      if (length > header.remaining()) {
        skipBlock();
        if (lastBlock) {
          return null;
        }
        throw new DamagedLevelDbException("a log record is longer than its block");
      }
      if (type == ZERO && length == 0) {
        // Space that a writer took in advance and did not use.
        skipBlock();
        continue;
      }
      if (checksum != Checksum.masked(block, position + HEADER - 1, length + 1)) {
        skipBlock();
        throw new DamagedLevelDbException("a log record has a wrong checksum");
      }
      int start = position + HEADER;
      position = start + length;
      switch (type) {
        case FULL -> {
          return new Slice(block, start, length).toArray();
        }
        case FIRST -> {
          fragments = new ByteArrayOutputStream();
          append(fragments, start, length);
        }
        case MIDDLE, LAST -> {
          // Without a first fragment it is the rest of a record whose damage has been told.
          if (fragments != null) {
            append(fragments, start, length);
            if (type == LAST) {
              return fragments.toByteArray();
            }
          }
        }
        default -> throw new DamagedLevelDbException("a log record of an unknown type");
      }
    }
  }

  private void append(ByteArrayOutputStream fragments, int start, int length) throws IOException {
    // Held while the record is put together, and for the copy that is handed out.
    limit.hold(2L * (fragments.size() + length));
    limit.release(2L * (fragments.size() + length));
    fragments.write(block, start, length);
  }

  private void skipBlock() {
    position = blockEnd;
  }

  private void readBlock() throws IOException {
    limit.spend(BLOCK);
    var buffer = ByteBuffer.wrap(block);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
    position = 0;
    blockEnd = buffer.position();
    lastBlock = blockEnd < BLOCK;
  }
}
