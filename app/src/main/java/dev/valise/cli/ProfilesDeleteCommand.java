package dev.valise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "delete", description = "Delete profiles with everything stored in them.")
final class ProfilesDeleteCommand extends DeleteCommand {

  @Option(
      names = "--force",
      description = "also while browsers have it; what those do is not saved then")
  private boolean force;

  ProfilesDeleteCommand(Environment environment) {
    super(environment, "/profiles");
  }

  @Override
  void delete(ApiClient client, String profile) {
    client.delete(force ? profile + "?force=true" : profile);
  }
}
