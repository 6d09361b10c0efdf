package dev.valise.hostile;

import dev.valise.chromium.isolation.Tier;

/**
 * UDP past the proxy: WebTransport, which is QUIC, in a context that a client made without one. The
 * page must be one that needs no network, of an origin that Chromium trusts.
 */
record OwnDatagrams() implements Attack {
  @Override
  public String name() {
    return "UDP past the proxy";
  }

  /** There are no rules about UDP, and WebRTC alone is told to send none. */
  @Override
  public boolean isStoppedAt(Tier tier) {
    return tier.hasNamespaces();
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = scene.pagePastProxy();
    page.show("file:///usr/");
    String end =
        page.evaluate(
            """
            Promise.race([
              new WebTransport('https://%s:%d/').ready.then(() => 'ready', String),
              new Promise(resolve => setTimeout(() => resolve('no answer'), 3000))
            ])\
            """
                .formatted(Internet.BENCHMARKING, Stun.PORT));
    return Outcome.of(
        scene
            .arrivals()
            .include(it -> it.host().equals(Internet.BENCHMARKING) && it.port() == Stun.PORT),
        end);
  }
}
