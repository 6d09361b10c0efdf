package dev.valise.server;

import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.CatalogException;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKeyStore;
import dev.valise.crypto.WrappedKeysets;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The stores of a data folder, opened for a command and without a server. A folder that no server
 * has made is refused and left as it is.
 */
final class OpenedData implements AutoCloseable {
  private final CloseStack closing = new CloseStack();
  private final DataFolder folder;
  private final RootKeyStore rootKey;
  private final Catalog catalog;
  private final WrappedKeysets keysets;

  private OpenedData(DataFolder folder) throws IOException {
    this.folder = closing.add(folder);
    try {
      rootKey = folder.rootKey();
      catalog = closing.add(JdbcCatalog.sqlite(folder.catalog()));
      keysets = new CatalogKeysets(catalog.keysets());
    } catch (IOException | RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /**
   * Opens a folder, whether a server runs on it or not.
   *
   * @throws StartupException when it cannot be opened
   */
  static OpenedData besideServer(Path data) {
    return open(data, DataFolder::share);
  }

  /**
   * Opens a folder and keeps servers off it until this is closed.
   *
   * @throws StartupException when it cannot be opened, or a server runs on it
   */
  static OpenedData withoutServer(Path data) {
    return open(data, DataFolder::holdExisting);
  }

  private interface Opening {
    DataFolder open(Path data) throws IOException;
  }

  private static OpenedData open(Path data, Opening opening) {
    try {
      return new OpenedData(opening.open(data));
    } catch (CatalogException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartupException("cannot use the data folder " + data + ": " + e, e);
    }
  }

  DataFolder folder() {
    return folder;
  }

  Catalog catalog() {
    return catalog;
  }

  RootKeyStore rootKey() {
    return rootKey;
  }

  WrappedKeysets keysets() {
    return keysets;
  }

  /** Reads the root key at its first use. */
  Keyring keyring() {
    return new Keyring(rootKey, keysets);
  }

  /** Opens the blobs; they are closed with the rest. */
  DirectoryBlobStore openBlobs() throws IOException {
    return closing.add(DirectoryBlobStore.open(folder.blobs()));
  }

  @Override
  public void close() {
    closing.close();
  }
}
