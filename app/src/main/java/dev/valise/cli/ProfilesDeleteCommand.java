package dev.valise.cli;

import picocli.CommandLine.Command;

@Command(name = "delete", description = "Delete profiles with everything stored in them.")
final class ProfilesDeleteCommand extends DeleteCommand {

  ProfilesDeleteCommand(Environment environment) {
    super(environment, "/profiles");
  }
}
