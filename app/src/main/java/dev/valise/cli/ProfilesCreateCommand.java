package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "create", description = "Create an empty profile.")
final class ProfilesCreateCommand extends CreateCommand {

  @Parameters(
      paramLabel = "NAME",
      description = "letters, digits, dots, underscores and hyphens, up to 255")
  private String name;

  @Option(
      names = "--require",
      paramLabel = "DOMAIN[:COOKIE]",
      description =
          "make no version the head that lacks this cookie, or any of the domain; up to 20 times")
  private List<String> required = List.of();

  ProfilesCreateCommand(Environment environment) {
    super(environment, List.of("name", "id"));
  }

  @Override
  String path() {
    return "/profiles";
  }

  @Override
  ObjectNode request() {
    ObjectNode request = Json.object().put("name", name);
    for (String one : required) {
      // A host name has no colon but in brackets, as IPv6 addresses do.
      int colon = one.indexOf(':', one.lastIndexOf(']') + 1);
      ObjectNode entry = request.withArray("require").addObject();
      entry.put("domain", colon < 0 ? one : one.substring(0, colon));
      if (colon >= 0) {
        entry.put("cookie", one.substring(colon + 1));
      }
    }
    return request;
  }
}
