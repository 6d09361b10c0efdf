package dev.valise.chromium;

import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A private folder (0700) that lives as long as one browser and is its home and its temporary
 * folder. Whatever Chromium writes beside its user-data-dir ends here and goes with it: crash
 * dumps, which hold memory and with it cookies ({@code ~/.config/chromium/Crash Reports}, whatever
 * --user-data-dir says), and the folder of its singleton socket, which a killed Chromium leaves in
 * the temporary folder for good.
 */
record ScratchFolder(Path path) {

  private static final String PREFIX = "valise-";

  /** As {@link Files#createTempDirectory} fills up the prefix. */
  private static final Pattern MADE_HERE = Pattern.compile(PREFIX + "[0-9]+");

  private static final Path SHORT = Path.of("/tmp");

  /** 0700, and what becomes of it where browsers have users of their own. */
  private static final Set<PosixFilePermission> PASSED_BY_GROUP =
      PosixFilePermissions.fromString("rwx--x---");

  // Chromium ends itself with "Socket path too long" (process_singleton_posix.cc) when
  // <TMPDIR>/org.chromium.Chromium.XXXXXX/SingletonSocket does not fit sockaddr_un's 108 bytes.
  // TMPDIR may be a folder with a name of 4 letters in here.
  private static final int LONGEST_PATH = 107 - 45 - 5;

  static ScratchFolder create() throws IOException {
    Path created = Files.createTempDirectory(PREFIX);
    if (created.toString().length() > LONGEST_PATH) {
      Files.delete(created);
      created = Files.createTempDirectory(SHORT, PREFIX);
    }
    return new ScratchFolder(created.toRealPath());
  }

  /**
   * The one of a browser that an earlier process started, as far as the browser left word of it:
   * the link to its singleton socket, {@code
   * <scratch>/org.chromium.Chromium.XXXXXX/SingletonSocket}.
   */
  static Optional<ScratchFolder> leftBy(Path userDataDir) {
    try {
      Path socket = Files.readSymbolicLink(userDataDir.resolve("SingletonSocket"));
      Optional<Path> scratch = Optional.ofNullable(socket.getParent()).map(Path::getParent);
      return scratch.filter(ScratchFolder::isOne).map(ScratchFolder::new);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * All that are there, of any browser of this user. Those of others are left out: what is in them
   * says what they like.
   */
  static List<ScratchFolder> all() throws IOException {
    Set<Path> places = new LinkedHashSet<>();
    places.add(Path.of(System.getProperty("java.io.tmpdir")));
    places.add(Path.of("/tmp"));
    List<ScratchFolder> folders = new ArrayList<>();
    for (Path place : places) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(place, PREFIX + "*")) {
        for (Path folder : found) {
          if (isOne(folder) && isPrivateToThisUser(folder)) {
            folders.add(new ScratchFolder(folder.toRealPath()));
          }
        }
      }
    }
    return folders;
  }

  private static boolean isPrivateToThisUser(Path folder) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return PASSED_BY_GROUP.containsAll(attributes.permissions())
        && attributes.owner().equals(Files.getOwner(Path.of("/proc/self")));
  }

  /**
   * The link is the browser's, and whoever took that over makes it lead anywhere, to a data folder
   * called valise-data for one; only what was made here may be deleted.
   */
  private static boolean isOne(Path folder) {
    Path name = folder.getFileName();
    return name != null
        && MADE_HERE.matcher(name.toString()).matches()
        && isInTemporaryFolder(folder)
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isInTemporaryFolder(Path folder) {
    Path parent = folder.getParent();
    for (Path temporary : List.of(Path.of(System.getProperty("java.io.tmpdir")), SHORT)) {
      try {
        if (temporary.toRealPath().equals(parent)) {
          return true;
        }
      } catch (IOException e) {
        // Nothing was made in a folder that is not there.
      }
    }
    return false;
  }

  /**
   * Makes a folder the default for downloads, without a trace in the profile: Chromium on Linux
   * asks the user's xdg-user-dirs.
   */
  void downloadInto(Path downloads) throws IOException {
    String quoted = downloads.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    Files.writeString(
        Files.createDirectories(path.resolve(".config")).resolve("user-dirs.dirs"),
        "XDG_DOWNLOAD_DIR=\"" + quoted + "\"\n");
  }

  /** Present in the arguments of every process that keeps files here. */
  String mark() {
    return path + "/";
  }

  /** Deletes the folder, following no link; the failure to do so, if any. */
  Optional<IOException> delete() {
    try {
      PrivateFiles.deleteTree(path);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
