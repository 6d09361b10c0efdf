package dev.valise.hostile;

import dev.valise.chromium.isolation.Tier;

/** No attack, but what shows that a browser that is refused everything else has a network. */
record PublicSite(String host, String path) implements Attack {
  @Override
  public String name() {
    return "go to the public " + host;
  }

  @Override
  public boolean isStoppedAt(Tier tier) {
    return false;
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = scene.page();
    String text = page.show("http://%s%s".formatted(host, path));
    return Outcome.of(
        scene.arrivals().include(arrival -> arrival.request().contains(path + " ")), text);
  }
}
