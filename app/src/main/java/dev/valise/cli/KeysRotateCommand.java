package dev.valise.cli;

import dev.valise.server.KeyMaintenance;
import dev.valise.server.KeyMaintenance.Rotated;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Gives organisations, and with an option the root key, new keys. */
@Command(
    name = "rotate",
    description = {
      "Give every organisation a new key, which seals all saves from now on. What older keys sealed"
          + " stays readable. It may be interrupted and run again at any time.",
      "The key behind the URLs of running browsers is not rotated: their URLs would end with it."
    })
final class KeysRotateCommand implements Runnable {

  @Spec private CommandSpec command;
  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--root",
      description =
          "replace the root key too, and wrap all keys with the new one. Back up the file root-key"
              + " afterwards: the old one opens only older backups")
  private boolean root;

  @Override
  public void run() {
    PrintWriter out = command.commandLine().getOut();
    try (KeyMaintenance keys = KeyMaintenance.open(data.folder())) {
      Rotated rotated = keys.rotate(root);
      int count = rotated.organisations();
      out.println("gave %d organisation%s a new key".formatted(count, count == 1 ? "" : "s"));
      if (rotated.rootKey()) {
        out.println("replaced the root key: back up " + data.folder().resolve("root-key"));
      }
    }
  }
}
