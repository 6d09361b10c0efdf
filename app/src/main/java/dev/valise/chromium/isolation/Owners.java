package dev.valise.chromium.isolation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a browser with a user id of its own have folders of the server's. On disk they stay the
 * server's where the file system can map owners (Linux 5.12, each file system since then on its
 * own); elsewhere each file is given away and taken back. A change of owner shows in a file's
 * ctime, so that the next save has to read it again: the mapping is what keeps saves small.
 */
final class Owners {
  private static final Logger LOG = LoggerFactory.getLogger(Owners.class);

  private final int server;
  private final int browser;
  private final String unshare;
  private final List<Path> given = new ArrayList<>();

  /**
   * @param server the user id that the files have on disk
   * @param browser the one that the browser has
   * @param unshare the program
   */
  Owners(int server, int browser, String unshare) {
    this.server = server;
    this.browser = browser;
    this.unshare = unshare;
  }

  /** Does so for the mount namespace of the calling thread and of whatever is started from it. */
  synchronized void give(List<Path> folders) throws IOException {
    for (Path folder : folders) {
      try {
        map(folder);
      } catch (IOException e) {
        LOG.debug("the owners of {} cannot be mapped", folder, e);
        given.add(folder);
        change(folder, browser);
      }
    }
  }

  private void map(Path folder) throws IOException {
    int mapping = mapping();
    try {
      NamespaceCalls.mapOwners(folder.toString(), mapping);
    } finally {
      NamespaceCalls.close(mapping);
    }
  }

  /** Takes back what had to be given away; nothing runs in the folders any more. */
  synchronized void takeBack() throws IOException {
    for (Path folder : given) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        change(folder, server);
      }
    }
    given.clear();
  }

  /** A descriptor of a user namespace that says who is who: only a process can make one. */
  private int mapping() throws IOException {
    var builder = new ProcessBuilder(unshare, "--user", "--", "/bin/sh", "-c", "echo; read end");
    builder.environment().clear();
    Process process = builder.redirectErrorStream(true).start();
    try (BufferedReader said = process.inputReader()) {
      String line = said.readLine();
      if (line == null || !line.isEmpty()) {
        throw new IOException("unshare made no user namespace: " + line);
      }
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      String map = "%d %d 1".formatted(server, browser);
      Files.writeString(proc.resolve("uid_map"), map);
      Files.writeString(proc.resolve("gid_map"), map);
      return NamespaceCalls.open(proc.resolve("ns/user").toString());
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Gives a folder with all in it to a user; nothing of anyone else runs in it. Changes links
   * themselves, never what they lead to.
   */
  static void change(Path folder, int owner) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes)
              throws IOException {
            return chown(entered, owner);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return chown(file, owner);
          }
        });
  }

  private static FileVisitResult chown(Path file, int owner) throws IOException {
    Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
    return FileVisitResult.CONTINUE;
  }
}
