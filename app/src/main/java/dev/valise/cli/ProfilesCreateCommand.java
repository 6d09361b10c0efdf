package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "create", description = "Create an empty profile.")
final class ProfilesCreateCommand extends CreateCommand {

  @Parameters(
      paramLabel = "NAME",
      description = "letters, digits, dots, underscores and hyphens, up to 255")
  private String name;

  ProfilesCreateCommand(Environment environment) {
    super(environment, List.of("name", "id"));
  }

  @Override
  String path() {
    return "/profiles";
  }

  @Override
  ObjectNode request() {
    return Json.object().put("name", name);
  }
}
