package dev.valise.upkeep.verify;

import java.util.List;

/**
 * What was repaired, and what is left.
 *
 * @param left found by a verification after the repairs
 */
public record RepairReport(List<Repair> repairs, VerifyReport left) {
  public RepairReport {
    repairs = List.copyOf(repairs);
  }
}
