package dev.valise.server;

import dev.valise.crypto.KeyException;
import dev.valise.crypto.RootKey;
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
 * What lies where in the data folder, and its two secrets. Held by one process at a time.
 *
 * <pre>
 * api-key      the generated API key, 0600
 * root-key     the key that wraps all others, 0600
 * catalog.db   metadata, SQLite
 * blobs/       sealed packs and manifests
 * checkouts/   user-data-dirs of running browsers, in clear, 0700
 * warm/        user-data-dirs of closed browsers, kept for the next one, in clear, 0700
 * lock         held while a server runs, with its pid
 * </pre>
 */
final class DataFolder implements AutoCloseable {
  private static final int KEY_BYTES = 32;

  private final Path root;
  private final FolderLock lock;

  private DataFolder(Path root, FolderLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and holds it.
   *
   * @throws StartupException when another process holds it; the message names its pid
   */
  static DataFolder hold(Path root) throws IOException {
    Path absolute = root.toAbsolutePath().normalize();
    PrivateFiles.createFolder(absolute);
    return new DataFolder(absolute, FolderLock.acquire(absolute.resolve("lock")));
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
  RootKey rootKey() throws IOException {
    Path file = root.resolve("root-key");
    try {
      Optional<String> kept = read(file);
      if (kept.isPresent()) {
        return RootKey.parse(kept.get());
      }
      if (Files.exists(catalogFile())) {
        throw new StartupException(
            file
                + " is missing: without it nothing in "
                + root
                + " can be read. Put the key's file back, or start with another data folder");
      }
      RootKey fresh = RootKey.generate();
      write(file, fresh.reveal());
      return fresh;
    } catch (KeyException e) {
      throw new StartupException(file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  private static void write(Path file, String secret) throws IOException {
    DurableFile.write(file, (secret + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
