package dev.valise.blob;

import dev.valise.disk.DurableFile;
import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** An upload that grows as a temporary file and becomes a blob by a rename. */
final class FileUpload extends BlobUpload {
  private final Path temporary;
  private final Path target;
  private final FileChannel channel;

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
  }

  @Override
  public long commit() throws IOException {
    long size = channel.size();
    channel.force(true);
    channel.close();
    DurableFile.publish(temporary, target);
    return size;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
