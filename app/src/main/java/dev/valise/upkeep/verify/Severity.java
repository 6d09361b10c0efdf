package dev.valise.upkeep.verify;

/** How bad a finding is, by its consequence; the worst comes last. */
public enum Severity {

  /** Costs space, nothing else. */
  INFO,

  /** Something is not as it should be, but every version can be restored. */
  WARNING,

  /** Some older versions cannot be restored. */
  ERROR,

  /** The head of a profile cannot be restored, or an organisation's keys are gone. */
  CRITICAL
}
