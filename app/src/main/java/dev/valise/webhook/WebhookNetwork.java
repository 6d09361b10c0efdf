package dev.valise.webhook;

import dev.valise.egress.Dialer;
import dev.valise.egress.Resolver;
import dev.valise.egress.Upstream;
import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.Target;
import dev.valise.egress.policy.Verdict;
import dev.valise.model.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Where webhooks may be: whoever has an API key gives their URLs, and the server connects to them
 * from its own network. So every address is judged as those of browsers are, by what the operator
 * says alone, and only the judged one is connected to. Thread-safe.
 */
public final class WebhookNetwork {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final EgressPolicy policy;
  private final Dialer dialer;

  public WebhookNetwork(EgressPolicy policy, Resolver resolver) {
    this.policy = policy;
    this.dialer = new Dialer(policy, new Upstream.Direct(), resolver);
  }

  /**
   * Judges what can be judged without looking a name up.
   *
   * @throws Refusal.Invalid when no webhook may be there
   */
  void check(Target target) {
    Verdict verdict =
        switch (target.host()) {
          case Host.Address address ->
              policy.judge(Optional.empty(), address.value(), target.port());
          case Host.Name name when name.isLocalhost() ->
              policy.judge(Optional.of(name), LOOPBACK, target.port());
          case Host.Name name -> policy.judge(name, target.port());
        };
    if (verdict instanceof Verdict.Denied denied) {
      throw new Refusal.Invalid(
          "url " + target + " is not for webhooks of this server: " + denied.reason());
    }
  }

  /**
   * A blocking connection.
   *
   * @throws IOException when every address is denied, or none takes it in time
   */
  SocketChannel connect(Target target, Duration limit) throws IOException, InterruptedException {
    return dialer.dial(target, limit);
  }
}
