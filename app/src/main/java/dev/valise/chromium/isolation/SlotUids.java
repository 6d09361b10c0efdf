package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * User ids for browsers, one for each that runs: files, signals and the kernel's limits per user
 * are then its own. Thread-safe.
 */
final class SlotUids {
  static final int FIRST = 200_000;
  static final int COUNT = 1_000;

  /** Not the same for two servers, which would not see what the other one takes right now. */
  private static final int START = (int) (ProcessHandle.current().pid() * 31 % COUNT);

  private final Set<Integer> taken = new HashSet<>();

  /** One that neither a room of this server has, nor a process that an earlier one left. */
  synchronized int take() throws IOException {
    Set<Integer> running = running();
    for (int tried = 0; tried < COUNT; tried++) {
      int uid = FIRST + (START + tried) % COUNT;
      if (!running.contains(uid) && taken.add(uid)) {
        return uid;
      }
    }
    throw new IOException("all " + COUNT + " user ids for browsers are taken");
  }

  /** Whose a folder is, when it is one of these users', and that user is not this process's own. */
  static OptionalInt ownerOf(Path folder) throws IOException {
    int uid = uid(folder);
    return uid >= FIRST && uid < FIRST + COUNT && uid != uid(Path.of("/proc/self/"))
        ? OptionalInt.of(uid)
        : OptionalInt.empty();
  }

  private static int uid(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }

  synchronized void giveBack(int uid) {
    taken.remove(uid);
  }

  private static Set<Integer> running() throws IOException {
    var uids = new HashSet<Integer>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        try {
          uids.add(uid(process));
        } catch (IOException gone) {
          // Ended between being named and being looked at.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return uids;
  }
}
