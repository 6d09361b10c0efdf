package dev.valise.cli;

import dev.valise.upkeep.verify.Finding;
import dev.valise.upkeep.verify.Repair;
import dev.valise.upkeep.verify.Severity;
import dev.valise.upkeep.verify.VerifyReport;
import java.util.ArrayList;
import java.util.List;

/** What a verification found, for a person. */
final class VerifyText {
  private VerifyText() {}

  static List<String> lines(List<Repair> repairs, VerifyReport report) {
    List<String> lines = new ArrayList<>();
    for (Repair repair : repairs) {
      lines.add("repaired: " + repair.sentence());
    }
    for (Finding finding : report.findings()) {
      lines.add(finding.severity() + ": " + finding.problem());
      finding.consequences().forEach(consequence -> lines.add("  " + consequence));
    }
    VerifyReport.Checked checked = report.checked();
    lines.add(
        "read %s of %s, %s of packs: %s"
            .formatted(
                Amounts.count(checked.versions(), "version"),
                Amounts.count(checked.profiles(), "profile"),
                Amounts.bytes(checked.packBytes()),
                summary(report.worst())));
    return lines.stream().map(Table::printable).toList();
  }

  private static String summary(Severity worst) {
    return switch (worst) {
      case INFO -> "everything can be restored";
      case WARNING -> "everything can be restored, but something is off";
      case ERROR -> "some versions cannot be restored";
      case CRITICAL -> "the newest state of a profile cannot be restored";
    };
  }
}
