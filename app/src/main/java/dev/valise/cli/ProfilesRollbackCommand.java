package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = "Make the content of an older version the head again, as a new version.")
final class ProfilesRollbackCommand extends CreateCommand {

  @Parameters(index = "0", paramLabel = "NAME-OR-ID", description = "which profile")
  private String profile;

  @Parameters(index = "1", paramLabel = "VERSION", description = "whose content comes back")
  private int version;

  ProfilesRollbackCommand(Environment environment) {
    super(environment, List.of("name", "id", "head_version"));
  }

  @Override
  String path() {
    return "/profiles/" + ApiClient.segment(profile) + "/rollback";
  }

  @Override
  ObjectNode request() {
    return Json.object().put("version", version);
  }
}
