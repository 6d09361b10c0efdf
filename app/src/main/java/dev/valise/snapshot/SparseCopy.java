package dev.valise.snapshot;

import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Copies files, and leaves holes where there are zeros: a page can make a file of a terabyte that
 * takes no space. Used by one thread.
 */
final class SparseCopy {
  private static final int BUFFER = 256 << 10;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(BUFFER);

  /**
   * Copies the first bytes of a file.
   *
   * @param to does not exist yet
   * @param size how many; a file that has become shorter ends where it ends
   * @return how many were copied
   */
  long copy(FileChannel from, Path to, long size) throws IOException {
    try (FileChannel out = PrivateFiles.create(to)) {
      long copied = 0;
      long written = 0;
      while (copied < size) {
        buffer.clear().limit((int) Math.min(BUFFER, size - copied));
        if (from.read(buffer) < 0) {
          break;
        }
        buffer.flip();
        int read = buffer.remaining();
        if (!isZero()) {
          while (buffer.hasRemaining()) {
            int _ = out.write(buffer, copied + buffer.position());
          }
          written = copied + read;
        }
        copied += read;
      }
      if (written < copied) {
        int _ = out.write(ByteBuffer.allocate(1), copied - 1);
      }
      return copied;
    }
  }

  private boolean isZero() {
    return buffer.mismatch(zeros.duplicate().limit(buffer.limit())) < 0;
  }
}
