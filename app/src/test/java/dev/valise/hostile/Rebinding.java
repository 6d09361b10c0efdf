package dev.valise.hostile;

/**
 * A name that leads to a public address first, and to a private one from then on: whoever judges
 * one and connects to another has lost.
 */
record Rebinding() implements Attack {
  @Override
  public String name() {
    return "a name that turns private";
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    String shown = "";
    for (int i = 0; i < 3; i++) {
      // A new context has none of the answers of before.
      try (Page page = scene.client().pageInNewContext()) {
        shown = page.show("http://turning.test/rebound");
      }
    }
    return Outcome.of(
        scene
            .arrivals()
            .include(it -> it.host().equals(Internet.PRIVATE) && it.request().contains("/rebound")),
        shown);
  }
}
