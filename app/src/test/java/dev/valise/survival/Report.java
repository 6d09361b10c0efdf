package dev.valise.survival;

import dev.valise.testing.FolderTree;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * What a process says to the one that has started it, each line as soon as it is said. Thread-safe.
 */
final class Report {
  static final String MARK = "~ ";

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  /** One write for a line: it arrives whole, whenever the process is killed (pipe(7)). */
  void say(Object... words) {
    String line =
        Arrays.stream(words).map(Object::toString).collect(Collectors.joining(" ", MARK, "\n"));
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that a folder holds, in one word. */
  static String tree(Path folder) throws IOException {
    byte[] tree = FolderTree.of(folder).toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(tree));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
