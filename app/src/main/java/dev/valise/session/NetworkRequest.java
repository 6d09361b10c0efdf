package dev.valise.session;

import dev.valise.egress.Upstream;
import dev.valise.egress.policy.EgressRule;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.EgressSyntaxException;
import dev.valise.model.NetworkMode;
import dev.valise.model.NetworkRules;
import dev.valise.model.NetworkSettings;
import dev.valise.model.Refusal;
import java.util.Optional;

/**
 * The network that a client wants for its browser. It may hold credentials, and prints none.
 *
 * @param rules beside those of the organisation and of the server
 * @param upstream the way behind the server's proxy
 */
public record NetworkRequest(NetworkMode mode, NetworkRules rules, Upstream upstream) {

  /** What who asks for nothing gets. */
  public static final NetworkRequest DEFAULT =
      new NetworkRequest(NetworkMode.PROXIED, NetworkRules.NONE, new Upstream.Direct());

  /**
   * @throws Refusal.Invalid for a rule that is none, and for wishes that exclude each other
   */
  public NetworkRequest {
    var _ = RuleText.parse(rules);
    boolean more = !rules.equals(NetworkRules.NONE) || upstream instanceof Upstream.Proxy;
    switch (mode) {
      case PROXIED -> {}
      case FULL -> checkFull(RuleText.parse(rules), upstream);
      case NONE -> {
        if (more) {
          throw new Refusal.Invalid(
              "a browser without a network has no use for allow, deny and upstream");
        }
      }
    }
  }

  private static void checkFull(EgressRules rules, Upstream upstream) {
    if (upstream instanceof Upstream.Proxy) {
      throw new Refusal.Invalid(
          "a full network has no use for upstream: nothing of it goes through the server's proxy");
    }
    for (EgressRule rule : rules.all()) {
      if (rule.isByName()) {
        throw new Refusal.Invalid(
            "network rule %s: a full network has rules about addresses only, not names"
                .formatted(rule));
      }
    }
  }

  /**
   * Reads the texts of a client.
   *
   * @param upstream as {@link Upstream#parse} reads it
   * @throws Refusal.Invalid for what cannot be read; it never quotes the upstream
   */
  public static NetworkRequest of(NetworkMode mode, NetworkRules rules, Optional<String> upstream) {
    try {
      return new NetworkRequest(
          mode, rules, upstream.map(Upstream::parse).orElseGet(Upstream.Direct::new));
    } catch (EgressSyntaxException e) {
      throw new Refusal.Invalid("upstream: " + e.getMessage());
    }
  }

  /** The inverse of {@link #settings}. */
  static NetworkRequest of(NetworkSettings asked) {
    return of(asked.mode(), asked.rules(), asked.upstream());
  }

  /** For a later server; empty when it holds credentials, which are written down nowhere. */
  Optional<NetworkSettings> settings() {
    return switch (upstream) {
      case Upstream.Direct _ -> settings(Optional.empty());
      case Upstream.HttpConnect proxy when proxy.credentials().isEmpty() ->
          settings(Optional.of("http://" + proxy.address()));
      case Upstream.Socks5 proxy when proxy.credentials().isEmpty() ->
          settings(Optional.of("socks5://" + proxy.address()));
      case Upstream.Proxy _ -> Optional.empty();
    };
  }

  private Optional<NetworkSettings> settings(Optional<String> way) {
    return Optional.of(new NetworkSettings(mode, rules, way));
  }

  EgressRules egressRules() {
    return RuleText.parse(rules);
  }

  /** Whether it opens what is denied by default. */
  boolean opens() {
    return !rules.allow().isEmpty() || upstream instanceof Upstream.Proxy;
  }
}
