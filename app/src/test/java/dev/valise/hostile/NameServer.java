package dev.valise.hostile;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Answers for the domain {@code test} as its owner likes, and notes what it is asked (RFC 1035).
 */
record NameServer(Arrivals arrivals) implements Datagrams {
  static final String ADDRESS = "198.51.100.53";
  static final int PORT = 53;

  private static final int HEADER = 12;
  private static final short A = 1;
  private static final short AAAA = 28;

  /** One set of addresses after the other; the last one stays. */
  private static final Map<String, List<List<String>>> NAMES =
      Map.of(
          "public.test", List.of(List.of("198.51.100.7")),
          "private.test", List.of(List.of("10.1.0.9")),
          "private6.test", List.of(List.of("fd00:ec2::254")),
          "loopback.test", List.of(List.of("127.0.0.1")),
          "both.test", List.of(List.of("198.51.100.7", "10.1.0.9")),
          "turning.test", List.of(List.of("198.51.100.7"), List.of("10.1.0.9")));

  @Override
  public Optional<ByteBuffer> answer(ByteBuffer datagram, InetSocketAddress from) {
    ByteBuffer question = datagram.duplicate().position(HEADER);
    var labels = new StringJoiner(".");
    for (int length = question.get(); length > 0; length = question.get()) {
      byte[] label = new byte[length];
      question.get(label);
      labels.add(new String(label, StandardCharsets.US_ASCII));
    }
    String name = labels.toString();
    short type = question.getShort();
    int end = question.getShort(question.position()) == 1 ? question.position() + 2 : HEADER;
    var asked = new Arrivals.Arrival(name, PORT, "type " + type);
    List<byte[]> addresses = addresses(name, type, arrivals.count(asked::equals));
    arrivals.add(asked);
    ByteBuffer answer = ByteBuffer.allocate(512);
    answer.putShort(datagram.getShort(0));
    // A response, authoritative, recursion available; "no such name" for those unknown.
    answer.putShort((short) (0x8580 | (NAMES.containsKey(name) ? 0 : 3)));
    answer.putShort((short) 1).putShort((short) addresses.size()).putInt(0);
    answer.put(datagram.slice(HEADER, end - HEADER));
    for (byte[] address : addresses) {
      // A pointer to the name in the question; class Internet; to be kept for no time.
      answer.putShort((short) 0xc00c).putShort(type).putShort((short) 1).putInt(0);
      answer.putShort((short) address.length).put(address);
    }
    return Optional.of(answer.flip());
  }

  private List<byte[]> addresses(String name, short type, long turn) {
    List<List<String>> turns = NAMES.getOrDefault(name, List.of(List.of()));
    return turns.get((int) Math.min(turn, turns.size() - 1)).stream()
        .map(NameServer::bytes)
        .filter(address -> address.length == (type == A ? 4 : type == AAAA ? 16 : 0))
        .toList();
  }

  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + address, e);
    }
  }
}
