package dev.valise.egress;

import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.Target;
import dev.valise.egress.policy.Verdict;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Connects a browser to where it wants and may go, by itself or through an upstream proxy.
 *
 * <p>Through a proxy, a name goes unresolved: it is judged as a name only, and what it leads to is
 * up to that proxy. Addresses are judged all the same. Loopback means this machine's, not the
 * proxy's, and is connected to directly. Thread-safe.
 */
public final class Dialer {
  private final EgressPolicy policy;
  private final Upstream upstream;
  private final Connector connector;

  public Dialer(EgressPolicy policy, Upstream upstream, Resolver resolver) {
    this.policy = policy;
    this.upstream = upstream;
    this.connector = new Connector(policy, new Lookups(resolver));
  }

  /**
   * A blocking channel to the target. Interrupting the thread ends the attempt.
   *
   * @param limit for everything: lookup, connections, the proxy's answer
   * @throws NoConnectionException when there is none
   */
  public SocketChannel dial(Target target, Duration limit)
      throws NoConnectionException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    return switch (upstream) {
      case Upstream.Direct _ -> connector.connect(target, deadline);
      case Upstream.Proxy proxy ->
          isLoopback(target.host())
              ? connector.connect(target, deadline)
              : through(proxy, target, deadline);
    };
  }

  private static boolean isLoopback(Host host) {
    return switch (host) {
      case Host.Name name -> name.isLocalhost();
      case Host.Address address -> address.value().isLoopbackAddress();
    };
  }

  private SocketChannel through(Upstream.Proxy proxy, Target target, Deadline deadline)
      throws NoConnectionException, InterruptedException {
    Verdict verdict =
        switch (target.host()) {
          case Host.Name name -> policy.judge(name, target.port());
          case Host.Address address ->
              policy.judge(Optional.empty(), address.value(), target.port());
        };
    if (verdict instanceof Verdict.Denied denied) {
      throw DeniedException.byPolicy(target, denied.reason());
    }
    SocketChannel channel = connector.connect(proxy.address(), deadline);
    try (var _ = Alarm.after(deadline.share(1), () -> Connections.abort(channel))) {
      handshake(proxy, channel, target);
      return channel;
    } catch (NoConnectionException e) {
      Connections.abort(channel);
      throw e;
    } catch (IOException e) {
      Connections.abort(channel);
      throw new NoConnectionException(
          Reply.GENERAL_FAILURE, target + ": no answer from the upstream proxy", e);
    }
  }

  private static void handshake(Upstream.Proxy proxy, SocketChannel channel, Target target)
      throws IOException {
    switch (proxy) {
      case Upstream.HttpConnect http ->
          HttpConnectHandshake.perform(channel, target, http.credentials());
      case Upstream.Socks5 socks ->
          SocksClientHandshake.perform(channel, target, socks.credentials());
    }
  }
}
