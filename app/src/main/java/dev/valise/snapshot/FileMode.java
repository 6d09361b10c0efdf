package dev.valise.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Permission bits, as the kernel counts them. */
final class FileMode {
  static final int PRIVATE_FOLDER = 0700;
  static final int PRIVATE_FILE = 0600;

  private FileMode() {}

  /**
   * @param present the bits that the file has
   */
  static void set(Path file, int mode, int present) throws IOException {
    if (mode != present) {
      Files.setAttribute(file, "unix:mode", mode);
    }
  }
}
