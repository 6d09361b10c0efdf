package dev.valise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "delete-version",
    description = "Delete a version of a profile that is not its head.")
final class ProfilesDeleteVersionCommand implements Runnable {

  @Spec private CommandSpec command;
  @Mixin private final ApiTarget target;

  @Parameters(index = "0", paramLabel = "NAME-OR-ID", description = "which profile")
  private String profile;

  @Parameters(index = "1", paramLabel = "VERSION", description = "which of its versions")
  private int version;

  ProfilesDeleteVersionCommand(Environment environment) {
    this.target = new ApiTarget(environment);
  }

  @Override
  public void run() {
    try (ApiClient client = target.client()) {
      client.delete("/profiles/%s/versions/%d".formatted(ApiClient.segment(profile), version));
      command.commandLine().getOut().println("deleted version " + version + " of " + profile);
    }
  }
}
