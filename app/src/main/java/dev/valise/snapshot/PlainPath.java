package dev.valise.snapshot;

import java.io.IOException;

/** A path that cannot lead out of the folder that it is relative to. */
final class PlainPath {

  /** No kernel takes a longer one (PATH_MAX without the zero at its end). */
  static final int MAX_BYTES = 4095;

  private PlainPath() {}

  /** Returns the path, or throws when it is not plain. */
  static String check(String path) throws IOException {
    if (path.length() > MAX_BYTES) {
      throw new IOException("the manifest has a path of " + path.length() + " characters");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new IOException("the manifest has a path that is not plain: '" + path + "'");
      }
    }
    return path;
  }
}
