package dev.valise.testing;

import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A folder that programs work in: one random change after the other. Used by one thread. */
public final class ChangingFolder {
  private static final String[] NAMES = {
    "Cookies",
    "000003.log",
    "000005.ldb",
    "0123456789abcdef_0",
    "Default",
    "a",
    "a b",
    "a-b",
    "a.b",
    "b",
    "line\nend",
    "-rf",
    "名前 🧳",
    "\u0001\u007f",
    "back\\slash",
    "n".repeat(255)
  };
  private static final int[] FILE_MODES = {0600, 0644, 0755, 0400, 0666};
  private static final int[] FOLDER_MODES = {0700, 0755, 0777, 0750};
  private static final int[] SIZES = {0, 10, 4096, 3 * 4096, 65_536, 270_000};

  private final Path root;
  private final Random random;

  /**
   * @param root exists
   */
  public ChangingFolder(Path root, Random random) {
    this.root = root;
    this.random = random;
  }

  /** Makes one change; now and then it comes to nothing. */
  public void change() throws IOException {
    try {
      switch (random.nextInt(15)) {
        case 0, 1 -> write(newPath());
        case 2, 3 -> Files.createDirectory(newPath());
        case 4 -> append();
        case 5, 6 -> overwritePage();
        case 7 -> replace();
        case 8 -> Files.move(any(), newPath());
        case 9, 13 -> PrivateFiles.deleteTree(any());
        case 10 -> permit();
        case 11 -> touch();
        case 12 -> swap();
        default -> sparse(newPath());
      }
    } catch (FileSystemException impossible) {
      // Such as a folder moved into itself, or a name that is taken.
    }
  }

  /** A file whose path is as long as {@code length} says, in bytes; its folders are made. */
  public void deepFile(int length) throws IOException {
    Path folder = root;
    int left = length;
    for (; left > 256; left -= 201) {
      folder = folder.resolve("d".repeat(200));
    }
    Files.createDirectories(folder);
    write(folder.resolve("f".repeat(left)));
  }

  private void write(Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    byte[] bytes =
        bytes(Math.max(0, SIZES[random.nextInt(SIZES.length)] + random.nextInt(21) - 10));
    if (random.nextInt(4) == 0 && bytes.length > 16) {
      System.arraycopy("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 16);
    }
    Files.write(file, bytes);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  private void append() throws IOException {
    Files.write(anyFile(), bytes(random.nextInt(9_000)), StandardOpenOption.APPEND);
  }

  private void overwritePage() throws IOException {
    try (FileChannel file = FileChannel.open(anyFile(), StandardOpenOption.WRITE)) {
      long pages = file.size() / 4096;
      long page = pages == 0 ? 0 : random.nextLong(pages);
      file.write(ByteBuffer.wrap(bytes(1 + random.nextInt(4096))), page * 4096);
      if (random.nextInt(4) == 0) {
        file.truncate(file.size() / 2);
      }
    }
  }

  /** As Chromium writes its JSON files: beside it, then over it. */
  private void replace() throws IOException {
    Path file = anyFile();
    Path temporary = file.resolveSibling("new~");
    write(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void permit() throws IOException {
    Path path = any();
    int[] modes = Files.isDirectory(path) ? FOLDER_MODES : FILE_MODES;
    Files.setAttribute(path, "unix:mode", modes[random.nextInt(modes.length)]);
  }

  private void touch() throws IOException {
    long nanos = random.nextLong(-1_000_000_000_000_000_000L, 4_000_000_000_000_000_000L);
    Files.setLastModifiedTime(anyFile(), FileTime.from(nanos, TimeUnit.NANOSECONDS));
  }

  /** A file where a folder was, or the other way round. */
  private void swap() throws IOException {
    Path path = any();
    boolean folder = Files.isDirectory(path);
    PrivateFiles.deleteTree(path);
    if (folder) {
      write(path);
    } else {
      Files.createDirectory(path);
      write(path.resolve(name()));
    }
  }

  private void sparse(Path path) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(bytes(random.nextInt(5_000))), random.nextInt(200_000));
      file.write(ByteBuffer.wrap(bytes(1)), 200_000 + random.nextInt(200_000));
    }
  }

  private Path newPath() throws IOException {
    List<Path> folders = below(root).stream().filter(Files::isDirectory).toList();
    Path folder = folders.isEmpty() ? root : folders.get(random.nextInt(folders.size()));
    return (random.nextInt(3) == 0 ? root : folder).resolve(name());
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private Path any() throws IOException {
    return pick(below(root));
  }

  private Path anyFile() throws IOException {
    return pick(below(root).stream().filter(Files::isRegularFile).toList());
  }

  private Path pick(List<Path> paths) throws IOException {
    if (paths.isEmpty()) {
      throw new FileSystemException(root.toString(), null, "there is nothing in it");
    }
    return paths.get(random.nextInt(paths.size()));
  }

  /** In an order that is the same on every file system. */
  private static List<Path> below(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        paths.add(child);
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          paths.addAll(below(child));
        }
      }
    }
    paths.sort(null);
    return paths;
  }
}
