package dev.valise.cli;

import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "delete",
    description = "End browsers; one that was created with --save-changes is saved first.")
final class BrowsersDeleteCommand extends DeleteCommand {

  /** The server gives a save 45 minutes, and a browser some seconds to close. */
  private static final Duration SAVE = Duration.ofMinutes(50);

  @Spec private CommandSpec command;

  BrowsersDeleteCommand(Environment environment) {
    super(environment, "/browsers");
  }

  @Override
  void delete(ApiClient client, String browser) {
    var line =
        new ProgressLine(
            command.commandLine().getErr(), StandardError.isTerminal(), InstantSource.system());
    try (var _ = SaveWatch.start(client, browser, line)) {
      client.delete(browser, SAVE);
    }
  }
}
