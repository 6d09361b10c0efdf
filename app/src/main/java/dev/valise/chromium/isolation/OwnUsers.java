package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Users for browsers that root starts without namespaces. To one that stayed root the kernel would
 * refuse less than Landlock seems to: to user 0 belong {@code /proc/sys}, and the sockets of the
 * machine's services.
 *
 * @param passage to where profiles are
 */
record OwnUsers(SlotUids slots, Passage passage) {
  private static final int ROOT = 0;

  /**
   * Takes a user for one browser.
   *
   * @param scratch a folder of the server's that the browser must get through
   * @param own folders that become the user's, with all in them; they must be taken back
   */
  OwnUser take(Path scratch, List<Path> own) throws IOException {
    int uid = slots.take();
    var user = new OwnUser(uid, own, slots);
    try {
      Passage.enter(scratch);
      for (Path folder : own) {
        passage.openTo(folder);
        Owners.change(folder, uid);
      }
      return user;
    } catch (FileSystemException e) {
      try (user) {
        throw new IOException(
            "root cannot give files to user %d here (%s): run the server as a normal user"
                .formatted(uid, e.getReason()),
            e);
      }
    } catch (IOException | RuntimeException e) {
      try (user) {
        throw e;
      }
    }
  }

  /** The user of one browser; closed when no process of that user is left. */
  record OwnUser(int uid, List<Path> own, SlotUids slots) implements AutoCloseable {

    /** Of all groups only the one that may pass. */
    List<String> stepDown(Programs programs) {
      return StepDown.to(uid, "--groups=" + Passage.GROUP, programs);
    }

    /** Makes the folders root's again. */
    @Override
    public void close() throws IOException {
      try {
        for (Path folder : own) {
          takeBack(folder);
        }
      } finally {
        slots.giveBack(uid);
      }
    }
  }

  /** Makes a folder root's again that was some browser's; nothing of it runs any more. */
  static void takeBack(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Owners.change(folder, ROOT);
    }
  }
}
