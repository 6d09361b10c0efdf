package dev.valise.crypto;

import java.util.Optional;

/**
 * Where wrapped keysets are kept, under names. Implementations are durable and thread-safe.
 *
 * <p>Byte arrays are handed over: neither side changes one afterwards.
 */
public interface WrappedKeysets {
  Optional<byte[]> find(String name);

  /** Keeps a keyset unless one is there already, and returns the one that is there afterwards. */
  byte[] keepIfAbsent(String name, byte[] wrapped);
}
