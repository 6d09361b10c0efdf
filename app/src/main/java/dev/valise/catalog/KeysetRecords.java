package dev.valise.catalog;

import java.util.Optional;

/** Wrapped keysets under names. The arrays are handed over: nobody changes one afterwards. */
public interface KeysetRecords {
  Optional<byte[]> find(String name);

  /** Inserts unless the name is there, and returns the keyset that is there afterwards. */
  byte[] insertIfAbsent(String name, byte[] wrapped);
}
