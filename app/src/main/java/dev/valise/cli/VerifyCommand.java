package dev.valise.cli;

import dev.valise.server.StoreVerification;
import dev.valise.upkeep.verify.Repair;
import dev.valise.upkeep.verify.RepairReport;
import dev.valise.upkeep.verify.Severity;
import dev.valise.upkeep.verify.VerifyProgress;
import dev.valise.upkeep.verify.VerifyReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds out whether everything that is stored can be restored. */
@Command(
    name = "verify",
    description = {
      "Read all that is stored, and say which versions of which profiles cannot be restored. It may"
          + " run beside a server.",
      "A repair deletes nothing and changes no version's content."
    },
    exitCodeListHeading = "Exit status, by the worst finding:%n",
    exitCodeList = {
      "0:everything can be restored",
      "1:the command failed",
      "2:wrong usage",
      "3:something is off, but everything can be restored",
      "4:some versions cannot be restored",
      "5:the head of a profile cannot be restored, or keys are gone"
    })
final class VerifyCommand implements Callable<Integer> {

  private final Environment environment;

  @Spec private CommandSpec command;
  @Mixin private final DataOption data = new DataOption();

  @Option(names = "--profile", paramLabel = "NAME-OR-ID", description = "look at this profile only")
  private @Nullable String profile;

  @Option(
      names = "--repair",
      description =
          "repair what can be repaired: damaged blocks of which there is another copy, heads that"
              + " cannot be restored (by a new one with the newest content that can), wrong rows of"
              + " the catalog. The exit status is that of what is left")
  private boolean repair;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  VerifyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    VerifyReport report;
    List<Repair> repairs = List.of();
    try (StoreVerification store = StoreVerification.open(data.folder());
        ProgressLine line = ProgressLine.on(command.commandLine().getErr(), environment)) {
      VerifyProgress progress =
          (bytes, allBytes) -> line.show("verifying", bytes, allBytes, Amounts::bytes);
      if (repair) {
        RepairReport repaired = store.repair(Optional.ofNullable(profile), progress);
        repairs = repaired.repairs();
        report = repaired.left();
      } else {
        report = store.verify(Optional.ofNullable(profile), progress);
      }
    }
    var out = command.commandLine().getOut();
    if (json) {
      out.println(VerifyJson.of(repairs, report));
    } else {
      VerifyText.lines(repairs, report).forEach(out::println);
    }
    return status(report.worst());
  }

  private static int status(Severity worst) {
    return switch (worst) {
      case INFO -> 0;
      case WARNING -> 3;
      case ERROR -> 4;
      case CRITICAL -> 5;
    };
  }
}
