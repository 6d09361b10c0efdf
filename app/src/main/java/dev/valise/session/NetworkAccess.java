package dev.valise.session;

import dev.valise.chromium.RunningChromium;
import dev.valise.egress.Dialer;
import dev.valise.egress.ProxyLimits;
import dev.valise.egress.SocksProxy;
import dev.valise.egress.policy.EgressPolicy;
import java.util.Optional;

/** What lets browsers in rooms out to the network, each through a proxy of its own. */
public final class NetworkAccess {
  private final Dialer dialer;

  /**
   * @param dialer what judges where browsers may go, and goes there
   * @see EgressPolicy
   */
  public NetworkAccess(Dialer dialer) {
    this.dialer = dialer;
  }

  /** Serves a browser, until closed; empty for one that needs nobody to reach the network. */
  Optional<SocksProxy> serve(RunningChromium chromium) {
    return chromium
        .proxyListener()
        .map(listener -> SocksProxy.start(listener, dialer, ProxyLimits.standard()));
  }
}
