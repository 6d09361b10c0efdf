package dev.valise.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Private folders under one root that are there after a power loss. Thread-safe.
 *
 * <p>Each is forced to disk once per process, one that exists as well: another process may have
 * made it a moment ago and died. From then on it costs nothing, so that nobody may delete one.
 */
public final class DurableFolders {
  private final Path root;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /**
   * @param root a folder that exists, absolute
   */
  public DurableFolders(Path root) {
    this.root = root;
  }

  /**
   * Makes a folder with those that lead to it.
   *
   * @param folder in the root, at any depth, or the root itself
   */
  public void make(Path folder) throws IOException {
    if (folder.equals(root) || durable.contains(folder)) {
      return;
    }
    Path parent = DurableFile.folderOf(folder);
    make(parent);
    if (!Files.isDirectory(folder)) {
      PrivateFiles.createFolder(folder);
    }
    DurableFile.forceFolder(parent);
    durable.add(folder);
  }
}
