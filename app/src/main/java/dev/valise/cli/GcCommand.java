package dev.valise.cli;

import dev.valise.server.StoreGarbage;
import dev.valise.upkeep.GarbageProgress;
import dev.valise.upkeep.GarbageReport;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Frees what no version needs. */
@Command(
    name = "gc",
    description = {
      "Free what no version of a profile needs any more, and rewrite what is needed in small part."
          + " It may run beside a server, which does the same by itself.",
      "It may be interrupted and run again at any time."
    })
final class GcCommand implements Callable<Integer> {

  private final Environment environment;

  @Spec private CommandSpec command;
  @Mixin private final DataOption data = new DataOption();

  @Option(names = "--dry-run", description = "say what would be freed, and change nothing")
  private boolean dryRun;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = TimeSpan.class,
      description =
          "keep for so long what nobody needs, for those that read it still; less than 1h only"
              + " where no server runs (default: ${DEFAULT-VALUE})")
  private Duration grace;

  GcCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    GarbageReport report;
    try (StoreGarbage store = StoreGarbage.open(data.folder(), grace);
        ProgressLine line = ProgressLine.on(command.commandLine().getErr(), environment)) {
      GarbageProgress progress = (phase, done, all) -> show(line, phase, done, all);
      report = dryRun ? store.dryRun(progress) : store.run(progress);
    }
    GarbageText.lines(report).forEach(command.commandLine().getOut()::println);
    report
        .failures()
        .forEach(failure -> command.commandLine().getErr().println("Error: " + failure));
    return report.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void show(ProgressLine line, GarbageProgress.Phase phase, long done, long all) {
    switch (phase) {
      case DELETE -> line.show("deleting", done, all, blobs -> Amounts.count(blobs, "object"));
      case SEARCH -> line.show("searching", done, all, blobs -> Amounts.count(blobs, "object"));
      case REVIEW -> line.show("reviewing", done, all, count -> Amounts.count(count, "version"));
      case COPY -> line.show("copying", done, all, Amounts::bytes);
      case REWRITE -> line.show("rewriting", done, all, count -> Amounts.count(count, "version"));
    }
  }
}
