package dev.valise.cdp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes the frames of a client (RFC 6455, section 5), each message in one. Blocks until the kernel
 * has taken them. Used by one thread at a time.
 *
 * <p>The mask is zero, so that the payload goes out as it is. A client must mask so that a page
 * cannot choose the bytes that a proxy sees (section 10.3); here this process chooses them, and
 * there is no proxy.
 */
record WebSocketWriter(GatheringByteChannel channel) {
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_LENGTH = 4;
  private static final int LONGEST_HEAD = 10 + MASK_LENGTH;

  void text(String message) throws IOException {
    write(Opcode.TEXT, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
  }

  void pong(ByteBuffer payload) throws IOException {
    write(Opcode.PONG, payload);
  }

  /** Answers the server's close frame. */
  void close() throws IOException {
    write(Opcode.CLOSE, ByteBuffer.allocate(0));
  }

  private void write(int opcode, ByteBuffer payload) throws IOException {
    ByteBuffer[] frame = {head(opcode, payload.remaining()), payload};
    while (frame[0].hasRemaining() || frame[1].hasRemaining()) {
      channel.write(frame);
    }
  }

  private static ByteBuffer head(int opcode, int length) {
    var head = ByteBuffer.allocate(LONGEST_HEAD).put((byte) (FINAL | opcode));
    if (length < 126) {
      head.put((byte) (MASKED | length));
    } else if (length <= Character.MAX_VALUE) {
      head.put((byte) (MASKED | 126)).putChar((char) length);
    } else {
      head.put((byte) (MASKED | 127)).putLong(length);
    }
    return head.position(head.position() + MASK_LENGTH).flip();
  }
}
