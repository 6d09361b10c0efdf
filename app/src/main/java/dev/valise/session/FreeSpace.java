package dev.valise.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is where sessions keep their folders and saves go. Thread-safe. */
@FunctionalInterface
public interface FreeSpace {

  /** In bytes, as far as this process may use it. */
  long bytes() throws IOException;

  /** That of the file system on which a folder is. */
  static FreeSpace around(Path folder) {
    return () -> Files.getFileStore(folder).getUsableSpace();
  }
}
