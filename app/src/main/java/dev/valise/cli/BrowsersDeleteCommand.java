package dev.valise.cli;

import picocli.CommandLine.Command;

@Command(
    name = "delete",
    description = "End browsers; one that was created with --save-changes is saved first.")
final class BrowsersDeleteCommand extends DeleteCommand {

  BrowsersDeleteCommand(Environment environment) {
    super(environment, "/browsers");
  }
}
