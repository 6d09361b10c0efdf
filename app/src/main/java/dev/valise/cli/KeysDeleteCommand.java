package dev.valise.cli;

import dev.valise.server.KeyMaintenance;
import dev.valise.server.KeyMaintenance.Owner;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes an organisation's keys, after a person has agreed. */
@Command(
    name = "delete",
    description = {
      "Delete the keys of an organisation: nothing that it stored can be read again, by nobody."
          + " A running server refuses its loads and saves from then on.",
      "Backups that hold the catalog, kept with the root key, still can be read: delete them too."
    })
final class KeysDeleteCommand implements Callable<Integer> {

  private final Question question;

  @Spec private CommandSpec command;
  @Mixin private final DataOption data = new DataOption();

  @Parameters(paramLabel = "ORGANISATION", description = "the name of the organisation")
  private String organisation;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  KeysDeleteCommand(Question question) {
    this.question = question;
  }

  @Override
  public Integer call() {
    try (KeyMaintenance keys = KeyMaintenance.open(data.folder())) {
      Optional<Owner> owner = keys.find(organisation);
      if (owner.isEmpty()) {
        return refuse(
            "there is no organisation '%s'; there are: %s"
                .formatted(organisation, String.join(", ", keys.organisations())));
      }
      boolean deletedBefore = owner.get().keysDeletedAt().isPresent();
      if (!deletedBefore && !yes && !isAgreed(owner.get())) {
        return refuse("nothing was deleted; to delete the keys, add --yes");
      }
      PrintWriter out = command.commandLine().getOut();
      out.println(
          "the keys of organisation %s were deleted on %s"
              .formatted(organisation, keys.delete(owner.get())));
      return ExitCode.OK;
    }
  }

  private boolean isAgreed(Owner owner) {
    String loss =
        "This makes %d profile%s of organisation %s unreadable, for ever."
            .formatted(owner.profiles(), owner.profiles() == 1 ? "" : "s", organisation);
    PrintWriter err = command.commandLine().getErr();
    err.println(loss);
    err.flush();
    return question
        .ask("Type the name of the organisation to go on: ")
        .filter(organisation::equals)
        .isPresent();
  }

  private int refuse(String reason) {
    command.commandLine().getErr().println("Error: " + reason);
    return ExitCode.SOFTWARE;
  }
}
