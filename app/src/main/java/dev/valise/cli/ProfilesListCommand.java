package dev.valise.cli;

import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List all profiles.")
final class ProfilesListCommand extends ListCommand {

  ProfilesListCommand(Environment environment) {
    super(
        environment,
        "No profiles yet. Create one with: valise profiles create NAME",
        List.of(
            new Column("NAME", "/name"),
            new Column("ID", "/id"),
            new Column("CREATED", "/created_at"),
            new Column("VERSION", "/head_version"),
            new Column("SAVED", "/saved/at"),
            new Column("LAST USED", "/last_used_at")));
  }

  @Override
  String path() {
    return "/profiles";
  }
}
