package dev.valise.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files as this process reads them. */
final class FileName {

  /** The charset of names (JEP 400 leaves it to the locale). */
  private static final String CHARSET = System.getProperty("sun.jnu.encoding", "");

  private FileName() {}

  /**
   * On Linux a name is bytes, and Java reads them in the charset of the locale. What that charset
   * cannot read cannot be found again.
   *
   * @throws IOException when that may be the locale's fault: in the POSIX locale it is all but
   *     ASCII
   */
  static boolean isText(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.chars().allMatch(c -> c < 0x7f) || isSame(file, name)) {
      return true;
    }
    if (!CHARSET.equals(StandardCharsets.UTF_8.name())) {
      throw new IOException(
          "the locale of this process cannot read the name of " + file + "; try LC_ALL=C.UTF-8");
    }
    return false;
  }

  private static boolean isSame(Path file, String name) {
    try {
      return file.resolveSibling(name).equals(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
