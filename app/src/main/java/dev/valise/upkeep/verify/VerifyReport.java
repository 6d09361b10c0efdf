package dev.valise.upkeep.verify;

import java.util.Comparator;
import java.util.List;

/**
 * What a verification found.
 *
 * @param findings the worst first
 */
public record VerifyReport(List<Finding> findings, Checked checked) {
  public VerifyReport {
    findings =
        findings.stream()
            .sorted(
                Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::problem))
            .toList();
  }

  /**
   * How much was looked at.
   *
   * @param packBytes that were read of packs
   */
  public record Checked(int organisations, int profiles, int versions, long packBytes) {}

  /** The worst of all findings; {@link Severity#INFO} when there is none. */
  public Severity worst() {
    return findings.isEmpty() ? Severity.INFO : findings.getFirst().severity();
  }
}
