package dev.valise.hostile;

import dev.valise.cdp.CdpException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Tries every attack on every server of one runner, and tells how each ended. */
final class HostileClient {
  private HostileClient() {}

  public static void main(String[] arguments) throws Exception {
    Runner runner = Runner.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    try (Internet internet = Internet.make(folder)) {
      for (Defence defence : Defence.of(runner)) {
        Path own = Files.createDirectory(folder.resolve(defence.isolation().word()));
        try (Scene scene = Scene.set(defence, internet, own)) {
          for (Attack attack : Attacks.all()) {
            System.out.println(Attempt.of(defence, attack, attempt(attack, scene)).line());
          }
        }
      }
    }
    System.exit(0);
  }

  private static Outcome attempt(Attack attack, Scene scene) throws Exception {
    Outcome outcome;
    try {
      outcome = attack.attempt(scene);
    } catch (CdpException.Refused e) {
      outcome = new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    // A browser that is gone refuses everything.
    scene.client().call("Browser.getVersion", Map.of());
    return outcome;
  }
}
