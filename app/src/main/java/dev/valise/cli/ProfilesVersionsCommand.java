package dev.valise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "versions", description = "List the versions of a profile, newest first.")
final class ProfilesVersionsCommand extends ListCommand {

  @Parameters(paramLabel = "NAME-OR-ID", description = "whose versions")
  private String profile;

  ProfilesVersionsCommand(Environment environment) {
    super(
        environment,
        "Nothing was saved into this profile yet.",
        List.of(
            new Column("VERSION", "/number"),
            new Column("CREATED", "/created_at"),
            new Column("SOURCE", "/source", ProfilesVersionsCommand::source),
            new Column("FILES", "/files"),
            Column.size("SIZE", "/bytes"),
            Column.size("STORED", "/stored_bytes"),
            new Column("COOKIES", "/cookies"),
            new Column("ORIGINS", "/origins"),
            new Column("MADE HEAD", "/made_head")));
  }

  @Override
  String path() {
    return "/profiles/" + ApiClient.segment(profile) + "/versions";
  }

  /** A type that is not known here is shown as it came. */
  private static String source(JsonNode source) {
    String type = source.path("type").asText();
    String version = source.path("version").asText();
    return switch (type) {
      case "save" -> "session " + source.path("session_id").asText();
      case "rollback" -> "rollback to " + version;
      case "fork" -> "fork of " + source.path("profile_id").asText() + " version " + version;
      case "repair" -> "repair from " + version;
      default -> type;
    };
  }
}
