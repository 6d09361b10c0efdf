package dev.valise.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder's files in a form that two folders can be compared by. */
public final class FolderContent {
  private static final Instant LONG_AGO = Instant.parse("2020-02-29T12:34:56.789Z");

  private FolderContent() {}

  /** Size, time of change and SHA-256 of every file, by path. What is no regular file says so. */
  public static SortedMap<String, String> of(Path folder) throws IOException {
    var content = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          content.put(folder.relativize(file).toString(), describe(file));
        }
      }
    }
    return content;
  }

  /**
   * Writes a file and the folders that it lies in. Its time of change is long ago, so that one that
   * was kept can be told from one that is new.
   */
  public static Path write(Path folder, String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, bytes);
    return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusMillis(bytes.length)));
  }

  private static String describe(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "no regular file";
    }
    return describe(Files.readAllBytes(file), Files.getLastModifiedTime(file).toMillis());
  }

  /** Says of a file what {@link #of} says. */
  public static String describe(byte[] bytes, long modifiedMillis) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return bytes.length
          + " bytes, "
          + HexFormat.of().formatHex(hash)
          + ", changed "
          + Instant.ofEpochMilli(modifiedMillis);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
