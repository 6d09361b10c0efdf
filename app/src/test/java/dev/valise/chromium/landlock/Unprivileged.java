package dev.valise.chromium.landlock;

import dev.valise.testing.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An ordinary user: that of this process, or, when it is root's, one who owns nothing. */
final class Unprivileged {
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  /** No entry in /etc/passwd, as the users of containers have none. */
  private static final String USER = "23456";

  private Unprivileged() {}

  /** Runs a program as that user, without any capability. */
  static String[] command(String... command) {
    List<String> prefix =
        IS_ROOT
            ? List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "--bounding-set=-all",
                "--inh-caps=-all")
            : List.of();
    return Stream.concat(prefix.stream(), Stream.of(command)).toArray(String[]::new);
  }

  /** Makes a folder with all in it that user's; those above it let the user pass. */
  static Path owning(Path folder) throws Exception {
    if (IS_ROOT) {
      Shell.run(folder, "chown -R %s:%s . && chmod a+x ..".formatted(USER, USER));
    }
    return folder;
  }
}
