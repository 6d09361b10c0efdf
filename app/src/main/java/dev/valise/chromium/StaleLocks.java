package dev.valise.chromium;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an earlier Chromium left in a user-data-dir to say that it runs there. Such a lock from
 * another host makes Chromium give up (process_singleton_posix.cc), and an old DevToolsActivePort
 * names a port that is someone else's by now.
 */
final class StaleLocks {

  private static final List<String> FILES =
      List.of("SingletonLock", "SingletonSocket", "SingletonCookie", "DevToolsActivePort");

  private StaleLocks() {}

  /**
   * Removes them; links themselves, never what they point to.
   *
   * @throws IOException also when a Chromium of this machine does run in the folder: two of them
   *     would write over each other
   */
  static void remove(Path userDataDir) throws IOException {
    OptionalLong holder = holder(userDataDir.resolve("SingletonLock"));
    if (holder.isPresent()
        && ProcessTable.ofThisMachine()
            .commandLine(holder.getAsLong())
            .contains(ChromiumFlags.userDataDirMark(userDataDir))) {
      throw new IOException(
          "Chromium already runs in %s as process %d".formatted(userDataDir, holder.getAsLong()));
    }
    for (String file : FILES) {
      Files.deleteIfExists(userDataDir.resolve(file));
    }
  }

  /** The lock is a link to {@code <host>-<pid>}, which need not name this host. */
  private static OptionalLong holder(Path lock) throws IOException {
    if (!Files.isSymbolicLink(lock)) {
      if (Files.isDirectory(lock, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(lock + " is a folder");
      }
      return OptionalLong.empty();
    }
    String target = Files.readSymbolicLink(lock).toString();
    String pid = target.substring(target.lastIndexOf('-') + 1);
    return pid.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
  }
}
