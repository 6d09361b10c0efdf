package dev.valise.hostile;

/**
 * Words for a name server, in the name that is asked for: UDP of the browser's own, in a context
 * without the proxy. Where only rules keep it in, it cannot read which name servers there are.
 */
record OwnLookup() implements Attack {
  private static final String NAME = "told-past-the-proxy.test";

  @Override
  public String name() {
    return "name lookup past the proxy";
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = scene.pagePastProxy();
    String error = page.show("http://" + NAME + "/");
    return Outcome.of(scene.arrivals().include(it -> it.host().equals(NAME)), error);
  }
}
