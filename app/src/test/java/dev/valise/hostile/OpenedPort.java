package dev.valise.hostile;

import java.util.Map;

/** A port of the machine that the browser is told to listen on, in place of some service. */
record OpenedPort() implements Attack {
  private static final int PORT = 8091;

  @Override
  public String name() {
    return "listen on the machine's loopback";
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    scene.client().call("Tethering.bind", Map.of("port", PORT));
    try {
      return Outcome.of(scene.machine().answers(PORT), "bound");
    } finally {
      scene.client().call("Tethering.unbind", Map.of("port", PORT));
    }
  }
}
