package dev.valise.chromium;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the JDK knows of processes, for platforms without {@code /proc}. */
final class PortableProcessTable implements ProcessTable {

  @Override
  public String boot() {
    return "";
  }

  @Override
  public List<ProcessEntry> list() {
    return ProcessHandle.allProcesses()
        .map(PortableProcessTable::entry)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<ProcessEntry> find(long pid) {
    return ProcessHandle.of(pid).flatMap(PortableProcessTable::entry);
  }

  private static Optional<ProcessEntry> entry(ProcessHandle process) {
    long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
    return process
        .info()
        .startInstant()
        .map(Instant::toEpochMilli)
        .filter(started -> process.isAlive())
        .map(started -> new ProcessIdentity(process.pid(), started, ""))
        .map(identity -> new ProcessEntry(identity, parent, OptionalLong.empty()));
  }

  @Override
  public String commandLine(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().commandLine())
        .map(line -> line + " ")
        .orElse("");
  }

  @Override
  public OptionalInt user(long pid) {
    return OptionalInt.empty();
  }
}
