package dev.valise.hostile;

import dev.valise.chromium.isolation.Tier;

/** The processes of the machine, as a page that lists a folder. */
record ProcessesShown() implements Attack {
  @Override
  public String name() {
    return "the processes of the machine";
  }

  /** Landlock knows files and ports. */
  @Override
  public boolean isStoppedAt(Tier tier) {
    return tier.hasNamespaces();
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = scene.page();
    String list = page.show("file:///proc/");
    return Outcome.of(list.contains("\n" + scene.server().pid() + "/"), list);
  }
}
