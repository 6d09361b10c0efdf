package dev.valise.egress;

import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.Target;
import dev.valise.egress.policy.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connects to targets by themselves. A name is looked up once, every address that it has is judged,
 * and only judged ones are connected to, so that a name that changes its mind (DNS rebinding) gains
 * nothing. Thread-safe.
 */
final class Connector {
  /** Some names have hundreds; more attempts would not leave any of them time. */
  private static final int MOST_ADDRESSES = 16;

  private static final List<InetAddress> LOCALHOST =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private final EgressPolicy policy;
  private final Lookups lookups;

  Connector(EgressPolicy policy, Lookups lookups) {
    this.policy = policy;
    this.lookups = lookups;
  }

  /**
   * A connection to the first address that takes one.
   *
   * @throws NoConnectionException when the policy denies all addresses, or none connects in time
   */
  SocketChannel connect(Target target, Deadline deadline)
      throws NoConnectionException, InterruptedException {
    List<InetAddress> allowed = allowedAddresses(target, deadline);
    NoConnectionException failure = null;
    for (int i = 0; i < allowed.size() && deadline.nanos() > 0; i++) {
      try {
        return connect(
            new InetSocketAddress(allowed.get(i), target.port()),
            deadline.share(allowed.size() - i));
      } catch (NoConnectionException e) {
        failure = e;
      }
    }
    throw failure == null
        ? new NoConnectionException(Reply.HOST_UNREACHABLE, target + ": no address in time")
        : failure;
  }

  private List<InetAddress> allowedAddresses(Target target, Deadline deadline)
      throws NoConnectionException, InterruptedException {
    Optional<Host.Name> name =
        target.host() instanceof Host.Name it ? Optional.of(it) : Optional.empty();
    var allowed = new ArrayList<InetAddress>();
    String reason = "";
    for (InetAddress address : addresses(target, deadline)) {
      switch (policy.judge(name, address, target.port())) {
        case Verdict.Allowed _ -> allowed.add(address);
        case Verdict.Denied denied -> reason = denied.reason();
      }
    }
    if (allowed.isEmpty() && !reason.isEmpty()) {
      throw DeniedException.byPolicy(target, reason);
    }
    return allowed;
  }

  private List<InetAddress> addresses(Target target, Deadline deadline)
      throws NoConnectionException, InterruptedException {
    return switch (target.host()) {
      case Host.Address address -> List.of(address.value());
      case Host.Name name when name.isLocalhost() -> LOCALHOST;
      case Host.Name name -> {
        // Before the lookup, which would tell the name to its owner.
        if (policy.judge(name, target.port()) instanceof Verdict.Denied denied) {
          throw DeniedException.byPolicy(target, denied.reason());
        }
        yield lookups.addresses(name, deadline).stream().limit(MOST_ADDRESSES).toList();
      }
    };
  }

  private static SocketChannel connect(InetSocketAddress address, Duration limit)
      throws NoConnectionException {
    try {
      SocketChannel channel = SocketChannel.open();
      try {
        Connections.sendAtOnce(channel);
        Connections.keepAlive(channel);
        // To the socket, 0 means no limit.
        channel.socket().connect(address, Math.max(1, Math.toIntExact(limit.toMillis())));
        return channel;
      } catch (IOException | UnsupportedAddressTypeException e) {
        channel.close();
        throw e;
      }
    } catch (ConnectException e) {
      throw new NoConnectionException(Reply.CONNECTION_REFUSED, address + ": refused", e);
    } catch (IOException | UnsupportedAddressTypeException e) {
      throw new NoConnectionException(Reply.HOST_UNREACHABLE, address + ": unreachable", e);
    }
  }
}
