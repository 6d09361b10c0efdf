package dev.valise.cli;

import dev.valise.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** The root command: names the others. */
@Command(
    name = "valise",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Keeps browser profiles: log in once, be logged in again.",
    synopsisSubcommandLabel = "COMMAND")
public final class Valise {

  private Valise() {}

  /** The whole command line. Not thread-safe, for one execution. */
  public static CommandLine commandLine(Environment environment) {
    CommandLine profiles =
        new CommandLine(new ProfilesCommand())
            .addSubcommand(new ProfilesListCommand(environment))
            .addSubcommand(new ProfilesCreateCommand(environment))
            .addSubcommand(new ProfilesDeleteCommand(environment))
            .addSubcommand(new ProfilesVersionsCommand(environment))
            .addSubcommand(new ProfilesRollbackCommand(environment))
            .addSubcommand(new ProfilesForkCommand(environment))
            .addSubcommand(new ProfilesDeleteVersionCommand(environment));
    CommandLine browsers =
        new CommandLine(new BrowsersCommand())
            .addSubcommand(new BrowsersListCommand(environment))
            .addSubcommand(new BrowsersCreateCommand(environment))
            .addSubcommand(new BrowsersDeleteCommand(environment));
    CommandLine network =
        new CommandLine(new NetworkCommand())
            .addSubcommand(new NetworkShowCommand(environment))
            .addSubcommand(new NetworkSetCommand(environment));
    CommandLine keys =
        new CommandLine(new KeysCommand())
            .addSubcommand(new KeysRotateCommand())
            .addSubcommand(new KeysDeleteCommand(Question.onTerminal()));
    return new CommandLine(new Valise())
        .addSubcommand(new ServeCommand(environment))
        .addSubcommand(new DemoCommand(environment))
        .addSubcommand(profiles)
        .addSubcommand(browsers)
        .addSubcommand(network)
        .addSubcommand(new VerifyCommand(environment))
        .addSubcommand(new GcCommand(environment))
        .addSubcommand(keys)
        .addSubcommand(new AotTrainingCommand())
        .addSubcommand(new HelpCommand())
        .setUsageHelpWidth(100)
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setExecutionExceptionHandler(new FailureReport());
  }
}
