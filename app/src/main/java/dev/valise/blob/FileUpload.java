package dev.valise.blob;

import dev.valise.disk.DurableFile;
import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An upload that grows as a temporary file and becomes a blob by a rename.
 *
 * <p>A large one is forced to the disk while it still grows: its writer compresses meanwhile, and
 * would wait at the end for all of it.
 */
final class FileUpload extends BlobUpload {
  private static final int FORCED_TOGETHER = 16 << 20;

  private final Path temporary;
  private final Path target;
  private final FileChannel channel;
  private CompletableFuture<Void> forced = CompletableFuture.completedFuture(null);
  private long unforced;

  FileUpload(Path temporary, Path target) throws IOException {
    this.temporary = temporary;
    this.target = target;
    this.channel = PrivateFiles.create(temporary);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    var rest = ByteBuffer.wrap(bytes, offset, length);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    unforced += length;
    if (unforced >= FORCED_TOGETHER && forced.isDone()) {
      unforced = 0;
      // Not after a failure: the kernel tells of one only once (fsync(2)).
      forced = forced.thenRunAsync(this::force, Thread.ofPlatform().daemon()::start);
    }
  }

  private void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long commit() throws IOException {
    awaitForced();
    long size = channel.size();
    channel.force(true);
    channel.close();
    DurableFile.publish(temporary, target);
    return size;
  }

  private void awaitForced() throws IOException {
    try {
      forced.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
