package dev.valise.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "delete",
    description = "End browsers; one that was created with --save-changes is saved first.")
final class BrowsersDeleteCommand extends DeleteCommand {

  /** The server gives a save 45 minutes, and a browser some seconds to close. */
  private static final Duration SAVE = Duration.ofMinutes(50);

  private final Environment environment;

  @Spec private CommandSpec command;

  BrowsersDeleteCommand(Environment environment) {
    super(environment, "/browsers");
    this.environment = environment;
  }

  @Override
  void delete(ApiClient client, String browser) {
    ProgressLine line = ProgressLine.on(command.commandLine().getErr(), environment);
    try (var _ = SaveWatch.start(client, browser, line)) {
      client.delete(browser, SAVE);
    }
  }
}
