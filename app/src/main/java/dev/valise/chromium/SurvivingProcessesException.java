package dev.valise.chromium;

import java.util.List;

/**
 * Processes of a browser that did not end although they were killed: the kernel holds them up, for
 * example in a read from a dead network file system. Their user-data-dir must not be used.
 */
public final class SurvivingProcessesException extends RuntimeException {

  private final List<ProcessIdentity> processes;

  SurvivingProcessesException(List<ProcessIdentity> processes) {
    super("Not ended by SIGKILL: processes " + processes);
    this.processes = List.copyOf(processes);
  }

  public List<ProcessIdentity> processes() {
    return processes;
  }
}
