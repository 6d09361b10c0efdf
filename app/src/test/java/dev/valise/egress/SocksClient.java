package dev.valise.egress;

import dev.valise.egress.policy.Host;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client of a SOCKS proxy that says exactly what it is told to. */
final class SocksClient implements AutoCloseable {
  static final byte[] GREETING = {5, 1, 0};

  private final SocketChannel channel;

  private SocksClient(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connected, with nothing said yet. */
  static SocksClient at(SocketAddress proxy) throws IOException {
    return new SocksClient(SocketChannel.open(proxy));
  }

  /** Connected and greeted. */
  static SocksClient greeted(SocketAddress proxy) throws IOException {
    SocksClient client = at(proxy);
    client.send(GREETING);
    if (client.receive(2)[1] != 0) {
      throw new IOException("the proxy wants authentication");
    }
    return client;
  }

  /** A request as Chromium writes it: any host as a name. */
  static byte[] connectRequest(String host, int port) {
    return request(1, 3, host.getBytes(StandardCharsets.ISO_8859_1), port);
  }

  static byte[] connectRequest(Host.Address address, int port) {
    byte[] bytes = address.value().getAddress();
    return request(1, bytes.length == 4 ? 1 : 4, bytes, port);
  }

  static byte[] request(int command, int type, byte[] host, int port) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {5, (byte) command, 0, (byte) type});
    if (type == 3) {
      bytes.write(host.length);
    }
    bytes.writeBytes(host);
    bytes.write(port >> 8);
    bytes.write(port);
    return bytes.toByteArray();
  }

  /** Asks, and returns the code of the answer. */
  int ask(byte[] request) throws IOException {
    send(request);
    return receive(10)[1];
  }

  int ask(String host, int port) throws IOException {
    return ask(connectRequest(host, port));
  }

  void send(byte[] bytes) throws IOException {
    Octets.write(channel, ByteBuffer.wrap(bytes));
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] receive(int length) throws IOException {
    return Octets.read(channel, length).array();
  }

  String receiveText(int length) throws IOException {
    return new String(receive(length), StandardCharsets.UTF_8);
  }

  /** Everything until the other side ends. */
  byte[] receiveAll() throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    while (channel.read(buffer.clear()) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
    }
    return all.toByteArray();
  }

  /** Everything until the other side ends, one way or another. */
  byte[] receiveAllOrReset() {
    try {
      return receiveAll();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  SocketChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
