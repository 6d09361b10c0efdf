package dev.valise.hostile;

/** The machine's address, told by a server that the browser is to ask past its proxy. */
record OwnAddress() implements Attack {
  @Override
  public String name() {
    return "the machine's address";
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = scene.page();
    page.show("http://localhost:%d/".formatted(Internet.OPEN_PORT));
    String candidates = page.evaluate(FromPage.candidates(Internet.PUBLIC));
    return Outcome.of(candidates.contains(Machine.ADDRESS), candidates);
  }
}
