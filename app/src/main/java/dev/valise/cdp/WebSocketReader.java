package dev.valise.cdp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The frames of RFC 6455, section 5, from a server that speaks text. Reads no further than the
 * message that was asked for, so that who is slow slows the server. Used by one thread.
 */
final class WebSocketReader {
  private static final int BUFFER_SIZE = 64 * 1024;
  private static final int LONGEST_CONTROL = 125;

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;

  private final ReadableByteChannel channel;
  private final int longest;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
  // Only while the parts of a message come in: a stream would keep the size of the largest one.
  private ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private boolean isInMessage;

  /**
   * Reads from a channel.
   *
   * @param early what was read from it already, at most 64 KiB
   * @param longest message taken, in bytes
   */
  WebSocketReader(ReadableByteChannel channel, ByteBuffer early, int longest) {
    this.channel = channel;
    this.longest = longest;
    buffer.put(early).flip();
  }

  /** What can come in. */
  sealed interface Incoming {
    /** A whole message, however many frames it took. */
    record Text(ByteBuffer utf8) implements Incoming {}

    /** Wants a pong with the same payload. */
    record Ping(ByteBuffer payload) implements Incoming {}

    /**
     * The last thing the server says.
     *
     * @param status 1005 when it gave none (section 7.1.5)
     */
    record Close(int status) implements Incoming {}
  }

  /**
   * Waits for the next message or for a control frame, which may come between its parts.
   *
   * @throws ProtocolException for what RFC 6455 forbids, what is not text, and what is too long
   * @throws EOFException when the server hangs up without a close frame
   */
  Incoming next() throws IOException {
    while (true) {
      int head = unsignedByte();
      int lengthByte = unsignedByte();
      boolean isLast = (head & FINAL) != 0;
      if ((head & RESERVED) != 0 || (lengthByte & MASKED) != 0) {
        throw new ProtocolException("a frame has bits that nobody agreed on");
      }
      long length = length(lengthByte & LENGTH);
      int opcode = head & OPCODE;
      if (opcode >= Opcode.CLOSE) {
        if (!isLast || length > LONGEST_CONTROL) {
          throw new ProtocolException("a control frame is in parts or too long");
        }
        ByteBuffer payload = ByteBuffer.wrap(bytes((int) length));
        switch (opcode) {
          case Opcode.CLOSE -> {
            return new Incoming.Close(length >= 2 ? payload.getChar() : 1005);
          }
          case Opcode.PING -> {
            return new Incoming.Ping(payload);
          }
          case Opcode.PONG -> {}
          default -> throw new ProtocolException("a control frame of an unknown kind: " + opcode);
        }
      } else {
        takePart(opcode, length);
        if (isLast) {
          return new Incoming.Text(finish());
        }
      }
    }
  }

  private void takePart(int opcode, long length) throws IOException {
    if (opcode != (isInMessage ? Opcode.CONTINUATION : Opcode.TEXT)) {
      throw new ProtocolException("a frame that is no text, or out of order: " + opcode);
    }
    if (length > longest - partial.size()) {
      throw new ProtocolException("a message longer than " + longest + " bytes");
    }
    isInMessage = true;
    for (long left = length; left > 0; ) {
      fill();
      int taken = (int) Math.min(left, buffer.remaining());
      partial.write(buffer.array(), buffer.position(), taken);
      buffer.position(buffer.position() + taken);
      left -= taken;
    }
  }

  private ByteBuffer finish() {
    var message = ByteBuffer.wrap(partial.toByteArray());
    partial = new ByteArrayOutputStream();
    isInMessage = false;
    return message;
  }

  private long length(int code) throws IOException {
    long length =
        switch (code) {
          case 126 -> ByteBuffer.wrap(bytes(2)).getChar();
          case 127 -> ByteBuffer.wrap(bytes(8)).getLong();
          default -> code;
        };
    if (length < 0) {
      throw new ProtocolException("a frame of more than 2^63 bytes");
    }
    return length;
  }

  private int unsignedByte() throws IOException {
    fill();
    return Byte.toUnsignedInt(buffer.get());
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) unsignedByte();
    }
    return bytes;
  }

  /** Sees to it that there is at least one byte to take. */
  private void fill() throws IOException {
    if (buffer.hasRemaining()) {
      return;
    }
    buffer.clear();
    int read = channel.read(buffer);
    buffer.flip();
    if (read < 0) {
      throw new EOFException("the browser hung up");
    }
  }
}
