package dev.valise.server;

import dev.valise.catalog.KeysetRecords;
import dev.valise.crypto.WrappedKeysets;
import java.util.Optional;

/** Keeps wrapped keysets in the catalog; keys and catalog do not know of each other. */
record CatalogKeysets(KeysetRecords records) implements WrappedKeysets {
  @Override
  public Optional<byte[]> find(String name) {
    return records.find(name);
  }

  @Override
  public byte[] keepIfAbsent(String name, byte[] wrapped) {
    return records.insertIfAbsent(name, wrapped);
  }
}
