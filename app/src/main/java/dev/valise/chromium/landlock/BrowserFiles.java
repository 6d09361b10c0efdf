package dev.valise.chromium.landlock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of this machine that a Chromium needs, and none with the data of anyone: not {@code
 * /etc/passwd}, no home folder, no {@code /tmp}, {@code /run} or {@code /var}.
 *
 * @param installation the folder of the browser's program, with all that belongs to it
 * @param own folders that the browser may fill: its user-data-dir, its downloads, its temporary
 *     folder; they exist
 * @param setsUpSandbox whether Chromium sets up its own sandbox, for which it writes to {@code
 *     /proc/<pid>/uid_map} and its kind; without that it ends with "No usable sandbox". Not for a
 *     browser that runs as root: to root, {@code /proc} is a way to run any program as root on the
 *     host ({@code sys/kernel/core_pattern})
 */
public record BrowserFiles(Path installation, List<Path> own, boolean setsUpSandbox) {

  private static final List<String> PROGRAMS = List.of("/usr", "/bin", "/sbin", "/lib", "/lib64");

  private static final List<String> CONFIGURATION =
      List.of(
          "/etc/alternatives",
          "/etc/ca-certificates.conf",
          "/etc/chromium",
          "/etc/chromium.d",
          "/etc/fonts",
          "/etc/gai.conf",
          "/etc/host.conf",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/localtime",
          "/etc/mime.types",
          "/etc/nsswitch.conf",
          "/etc/opt/chrome",
          "/etc/os-release",
          "/etc/pki",
          "/etc/ssl",
          "/etc/timezone",
          "/var/cache/fontconfig");

  private static final List<String> DEVICES =
      List.of("/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");

  public BrowserFiles {
    own = List.copyOf(own);
  }

  /** Of what is there now. */
  public List<FileRule> rules() {
    var rules = new ArrayList<FileRule>();
    addPresent(PROGRAMS, FileAccess.RUN, rules);
    rules.add(new FileRule(installation, FileAccess.RUN));
    addPresent(CONFIGURATION, FileAccess.READ, rules);
    addPresent(DEVICES, FileAccess.READ, rules);
    addPresent(List.of("/dev/null"), FileAccess.UPDATE, rules);
    addPresent(List.of("/dev/shm"), FileAccess.UNLISTED, rules);
    addPresent(List.of("/proc"), setsUpSandbox ? FileAccess.UPDATE : FileAccess.READ, rules);
    own.forEach(folder -> rules.add(new FileRule(folder, FileAccess.OWN)));
    return rules;
  }

  private static void addPresent(List<String> paths, FileAccess access, List<FileRule> rules) {
    paths.stream()
        .map(Path::of)
        .filter(Files::exists)
        .forEach(path -> rules.add(new FileRule(path, access)));
  }
}
