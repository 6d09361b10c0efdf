package dev.valise.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** All that a folder holds, in a form that two folders can be compared by. */
public final class FolderTree {
  private FolderTree() {}

  /**
   * What lies below a folder, by path: of a file its mode, time of change in nanoseconds, size and
   * SHA-256, of a folder its mode, of anything else that it is something else. Follows no link.
   */
  public static SortedMap<String, String> of(Path folder) throws IOException {
    var tree = new TreeMap<String, String>();
    addTo(tree, folder, "");
    return tree;
  }

  private static void addTo(SortedMap<String, String> tree, Path folder, String prefix)
      throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String path = prefix + child.getFileName();
        tree.put(path, describe(child));
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          addTo(tree, child, path + "/");
        }
      }
    }
  }

  private static String describe(Path file) throws IOException {
    int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return "folder %04o".formatted(mode & 07777);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "neither file nor folder";
    }
    FileTime modified = Files.getLastModifiedTime(file);
    return "file %04o, changed %d, %d bytes, %s"
        .formatted(mode & 07777, modified.to(TimeUnit.NANOSECONDS), Files.size(file), hash(file));
  }

  private static String hash(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
