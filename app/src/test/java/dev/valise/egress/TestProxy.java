package dev.valise.egress;

import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.egress.policy.OwnAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;

/** A proxy with its own listener. */
final class TestProxy implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final SocketAddress address;
  private final SocksProxy proxy;
  private final TrafficMeter meter = new TrafficMeter();

  private TestProxy(ServerSocketChannel listener, Dialer dialer, ProxyLimits limits)
      throws IOException {
    this.listener = listener;
    this.address = listener.getLocalAddress();
    this.proxy = SocksProxy.start(listener, dialer, limits, meter);
  }

  /** On a TCP port of loopback. */
  static TestProxy of(Dialer dialer, ProxyLimits limits) throws IOException {
    return new TestProxy(
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        dialer,
        limits);
  }

  static TestProxy of(Dialer dialer) throws IOException {
    return of(dialer, ProxyLimits.standard());
  }

  /** On a Unix socket. */
  static TestProxy at(Path path, Dialer dialer) throws IOException {
    return new TestProxy(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(path)),
        dialer,
        ProxyLimits.standard());
  }

  /** For whom all of loopback is open. */
  static Dialer open() {
    return direct(policy(LoopbackPorts.ALL));
  }

  static Dialer direct(EgressPolicy policy) {
    return direct(policy, Resolver.ofThisMachine());
  }

  static Dialer direct(EgressPolicy policy, Resolver resolver) {
    return new Dialer(policy, new Upstream.Direct(), resolver);
  }

  static EgressPolicy policy(LoopbackPorts ports, String... deny) {
    return new EgressPolicy(
        EgressRules.parse(List.of(), List.of(deny)), ports, OwnAddresses.ofThisMachine());
  }

  SocketAddress address() {
    return address;
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  Traffic traffic() {
    return meter.traffic();
  }

  SocksClient client() throws IOException {
    return SocksClient.greeted(address);
  }

  /** A client that is connected to the target. */
  SocksClient connected(String host, int port) throws IOException {
    SocksClient client = client();
    int reply = client.ask(host, port);
    if (reply != 0) {
      client.close();
      throw new IOException("the proxy answers " + reply);
    }
    return client;
  }

  /** Closes it before its time. */
  void end() {
    proxy.close();
  }

  @Override
  public void close() {
    proxy.close();
  }
}
