package dev.valise.crypto;

import java.io.IOException;

/**
 * Where the root key is kept. Another process may change it at any time.
 *
 * <p>Implementations are thread-safe; only one process at a time may go through a {@link
 * KeyRotation#rotateRoot}.
 */
public interface RootKeyStore {

  /**
   * The root key as it is kept now.
   *
   * @throws IOException when there is none or it cannot be read
   * @throws KeyException when what is there is no root key
   */
  RootKey read() throws IOException;

  /** Replaces the root key: durable when this returns, and at every moment one or the other. */
  void write(RootKey key) throws IOException;
}
