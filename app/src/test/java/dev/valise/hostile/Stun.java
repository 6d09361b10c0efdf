package dev.valise.hostile;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Tells whoever asks from which address they do (RFC 8489), and notes that they did. */
record Stun(InetSocketAddress address, Arrivals arrivals) implements Datagrams {
  static final int PORT = 3478;

  private static final int HEADER = 20;
  private static final short BINDING_SUCCESS = 0x0101;
  private static final short XOR_MAPPED_ADDRESS = 0x0020;
  private static final int COOKIE = 0x2112A442;

  @Override
  public Optional<ByteBuffer> answer(ByteBuffer datagram, InetSocketAddress from) {
    arrivals.add(
        new Arrivals.Arrival(address.getAddress().getHostAddress(), address.getPort(), "STUN"));
    byte[] client = from.getAddress().getAddress();
    if (datagram.remaining() < HEADER || client.length != 4) {
      return Optional.empty();
    }
    ByteBuffer answer = ByteBuffer.allocate(HEADER + 12);
    answer.putShort(BINDING_SUCCESS).putShort((short) 12);
    answer.put(datagram.slice(4, 16));
    answer.putShort(XOR_MAPPED_ADDRESS).putShort((short) 8);
    answer.putShort((short) 1).putShort((short) (from.getPort() ^ COOKIE >>> 16));
    answer.putInt(ByteBuffer.wrap(client).getInt() ^ COOKIE);
    return Optional.of(answer.flip());
  }
}
