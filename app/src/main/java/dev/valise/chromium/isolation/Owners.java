package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Optional<OwnerMapping> mapping;
  private final List<Path> given = new ArrayList<>();

  /**
   * @param server the user id that the files have on disk
   * @param browser the one that the browser has
   * @param mapping between the two; empty where there can be none
   */
  Owners(int server, int browser, Optional<OwnerMapping> mapping) {
    this.server = server;
    this.browser = browser;
    this.mapping = mapping;
  }

  /** A mount of a folder that is nowhere yet, in which all is the browser's; it must be closed. */
  synchronized int mount(Path folder) throws IOException {
    int mount = NamespaceCalls.openMount(folder.toString());
    boolean isGiven = false;
    try {
      if (!isMapped(mount, folder)) {
        given.add(folder);
        change(folder, browser);
      }
      isGiven = true;
      return mount;
    } finally {
      if (!isGiven) {
        NamespaceCalls.close(mount);
      }
    }
  }

  private boolean isMapped(int mount, Path folder) {
    if (mapping.isEmpty()) {
      return false;
    }
    try {
      mapping.get().apply(mount);
      return true;
    } catch (IOException e) {
      LOG.debug("the owners of {} cannot be mapped", folder, e);
      return false;
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
