package dev.valise.cli;

import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the running browsers.")
final class BrowsersListCommand extends ListCommand {

  BrowsersListCommand(Environment environment) {
    super(
        environment,
        "No browsers are running. Start one with: valise browsers create",
        List.of(
            new Column("SESSION", "/session_id"),
            new Column("NAME", "/name"),
            new Column("PROFILE", "/profile/name"),
            new Column("SAVES", "/profile_save_changes"),
            new Column("HEADLESS", "/headless"),
            new Column("TIMEOUT", "/timeout_seconds"),
            new Column("CREATED", "/created_at")));
  }

  @Override
  String path() {
    return "/browsers";
  }
}
