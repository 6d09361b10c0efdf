package dev.valise.chromium.landlock;

import java.nio.file.Path;

/**
 * One exception from the rule that no file may be touched.
 *
 * @param path made absolute; links in it are followed when a process starts. The right is bound to
 *     the file or folder that is there then, wherever it is moved to later
 */
public record FileRule(Path path, FileAccess access) {

  public FileRule {
    path = path.toAbsolutePath();
  }
}
