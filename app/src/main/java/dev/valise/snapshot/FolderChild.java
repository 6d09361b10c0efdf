package dev.valise.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One name in a folder, and what the kernel said of it.
 *
 * @param name of one that is no text, something for people
 * @param listed the way to it, where the name may not tell it
 */
record FolderChild(Path folder, String name, FoundEntry found, Optional<Path> listed) {

  Path path() {
    return listed.orElseGet(() -> folder.resolve(name));
  }

  /** As {@link FileName#isText}. */
  boolean hasTextName() throws IOException {
    return listed.isEmpty() || FileName.isText(listed.get());
  }
}
