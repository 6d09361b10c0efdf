package dev.valise.hostile;

/** A context that takes a service for its proxy: a client may name any. */
record ForeignProxy(String scheme, int port) implements Attack {
  @Override
  public String name() {
    return "a proxy at %s://%s:%d".formatted(scheme, Internet.PRIVATE, port);
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    String proxy = "%s://%s:%d".formatted(scheme, Internet.PRIVATE, port);
    try (Page page = scene.client().pageBy(proxy)) {
      String text = page.show("http://%s/by-%s".formatted(Internet.PUBLIC, scheme));
      return Outcome.of(
          scene
              .arrivals()
              .include(it ->
                  it.host().equals(Internet.PRIVATE)
                      && it.port() == port
                      // What SOCKS says is no line of text.
                      && (port != Internet.HTTP_PORT || it.request().contains("/by-" + scheme))),
          text);
    }
  }
}
