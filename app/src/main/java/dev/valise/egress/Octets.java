package dev.valise.egress;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Whole runs of bytes over blocking channels. */
final class Octets {
  private Octets() {}

  /**
   * Reads exactly so many bytes and not one more: what follows a handshake belongs to the
   * connection.
   *
   * @throws EOFException when the stream ends before
   */
  static ByteBuffer read(ReadableByteChannel channel, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the stream ended in the middle of a handshake");
      }
    }
    return bytes.flip();
  }

  static int readByte(ReadableByteChannel channel) throws IOException {
    return Byte.toUnsignedInt(read(channel, 1).get());
  }

  static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
