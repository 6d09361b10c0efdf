package dev.valise.server;

import dev.valise.chromium.isolation.Passage;
import dev.valise.crypto.RootKey;
import dev.valise.crypto.RootKeyStore;
import dev.valise.disk.DurableFile;
import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What lies where in the data folder, and its two secrets. Held by one server at a time; commands
 * may share it with one.
 *
 * <pre>
 * api-key      the generated API key, 0600
 * root-key     the key that wraps all others, 0600
 * catalog.db   metadata, SQLite
 * blobs/       sealed packs and manifests
 * checkouts/   user-data-dirs of running browsers, in clear, 0700
 * unsaved/     user-data-dirs that no browser opens any more, in clear, 0700
 * warm/        user-data-dirs of closed browsers, kept for the next one, in clear, 0700
 * lock         held while a server runs, with its pid
 * rotation     held while the root key is being replaced, with the pid
 * upkeep       held while a command collects garbage or repairs, with the pid
 * </pre>
 *
 * <p>The folder itself is 0700, unless browsers have to get through it: see {@link Passage}.
 */
final class DataFolder implements AutoCloseable {
  private static final int KEY_BYTES = 32;
  private static final String LOCK = "lock";

  private final Path root;
  private final Optional<FolderLock> held;

  private DataFolder(Path root, Optional<FolderLock> held) {
    this.root = root;
    this.held = held;
  }

  /**
   * Makes the folder where it is missing, and holds it.
   *
   * @throws StartupException when another process holds it; the message names its pid
   */
  static DataFolder hold(Path root) throws IOException {
    Path absolute = root.toAbsolutePath().normalize();
    // A browser that an earlier server left may be on its way through.
    if (!Passage.isOpen(absolute)) {
      PrivateFiles.createFolder(absolute);
    }
    return new DataFolder(absolute, Optional.of(lock(absolute)));
  }

  /**
   * A folder that a server has made, which may be running on it. Makes nothing.
   *
   * @throws StartupException when no server ever used the folder
   */
  static DataFolder share(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    var folder = new DataFolder(absolute, Optional.empty());
    if (!Files.isRegularFile(folder.catalogFile())) {
      throw new StartupException(
          "there is nothing of Valise in the folder "
              + absolute
              + ": name the one that the server uses with --data");
    }
    return folder;
  }

  /**
   * A folder that a server has made, held so that none can run on it.
   *
   * @throws StartupException when no server ever used the folder, or one does now
   */
  static DataFolder holdExisting(Path root) throws IOException {
    DataFolder folder = share(root);
    return new DataFolder(folder.root, Optional.of(lock(folder.root)));
  }

  private static FolderLock lock(Path root) throws IOException {
    return FolderLock.acquire(
        root.resolve(LOCK),
        "the data folder " + root + " is in use by another server",
        "stop it, or choose another folder with --data");
  }

  /**
   * Whether a server holds the folder now: one that starts in this moment may fail because of it.
   */
  boolean serverRuns() throws IOException {
    return held.isEmpty() && FolderLock.isHeld(root.resolve(LOCK));
  }

  /**
   * Keeps other processes from replacing the root key.
   *
   * @throws StartupException when one is at it
   */
  FolderLock lockRootKey() throws IOException {
    return FolderLock.acquire(
        root.resolve("rotation"), "the root key is being replaced already", "wait for its end");
  }

  /**
   * Keeps other commands from collecting garbage or repairing: what one writes and has not entered
   * in the catalog yet is garbage to another that has no grace period.
   *
   * @throws StartupException when one is at it
   */
  FolderLock lockUpkeep() throws IOException {
    return FolderLock.acquire(
        root.resolve("upkeep"),
        "another command collects garbage or repairs in the data folder " + root,
        "wait for its end");
  }

  /** The catalog's file, which is made here: SQLite would let everybody read it. */
  Path catalog() throws IOException {
    Path file = catalogFile();
    if (!Files.exists(file)) {
      PrivateFiles.create(file).close();
    }
    return file;
  }

  private Path catalogFile() {
    return root.resolve("catalog.db");
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  Path checkouts() {
    return root.resolve("checkouts");
  }

  Path warmCheckouts() {
    return root.resolve("warm");
  }

  Path apiKeyFile() {
    return root.resolve("api-key");
  }

  /** An API key, and whether it was made just now. */
  record ApiKey(String value, boolean generated) {
    @Override
    public String toString() {
      return "ApiKey[redacted]";
    }
  }

  /** The key in the folder, made at the first call. */
  ApiKey apiKey(SecureRandom random) throws IOException {
    Optional<String> kept = read(apiKeyFile());
    if (kept.isPresent()) {
      if (kept.get().isBlank()) {
        throw new StartupException(apiKeyFile() + " is empty: delete it to get a new key");
      }
      return new ApiKey(kept.get().strip(), false);
    }
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    String key = "vk_" + HexFormat.of().formatHex(bytes);
    write(apiKeyFile(), key);
    return new ApiKey(key, true);
  }

  /** The root key in the folder, made at the first call. */
  RootKeyStore rootKey() throws IOException {
    var store = new RootKeyFile(root.resolve("root-key"));
    if (!Files.exists(store.file())) {
      if (Files.exists(catalogFile())) {
        throw new StartupException(
            store.file()
                + " is missing: without it nothing in "
                + root
                + " can be read. Put the key's file back, or start with another data folder");
      }
      store.write(RootKey.generate());
    }
    return store;
  }

  private static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  private static void write(Path file, String secret) throws IOException {
    DurableFile.write(file, (secret + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    if (held.isPresent()) {
      held.get().close();
    }
  }
}
