package dev.valise.chromium.landlock;

import java.util.List;

/**
 * What a process and all that descend from it may do, for as long as they live. Everything else of
 * its kind is refused with EACCES, to root as well. So are changing mounts, tracing processes that
 * are not behind the same rules, and reading their memory, environment or open files in {@code
 * /proc}; but a process with CAP_PERFMON, as root has it, still reads the environment (seen on
 * Linux 6.18), and root has other ways out. What root starts should become another user first.
 *
 * <p>Not refused, whatever the rules: UDP, MPTCP and other sockets but TCP; TCP that is opened by
 * sendto(2) with MSG_FASTOPEN, which Chromium does not do (both tried on Linux 6.18); unix sockets
 * that have a path; looking at the sizes and modes of files whose names one knows.
 *
 * <p>Where {@link Landlock#gaps} has no {@link LandlockGap#SIGNALS_AND_ABSTRACT_SOCKETS}, neither
 * signals nor abstract unix sockets reach anything outside.
 */
public record LandlockRules(List<FileRule> files, TcpRules tcp) {

  public LandlockRules {
    files = List.copyOf(files);
  }
}
