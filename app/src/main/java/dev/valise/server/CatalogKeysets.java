package dev.valise.server;

import dev.valise.catalog.KeysetRecords;
import dev.valise.crypto.WrappedKeysets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Keeps wrapped keysets in the catalog; keys and catalog do not know of each other. */
public record CatalogKeysets(KeysetRecords records) implements WrappedKeysets {
  @Override
  public Optional<byte[]> find(String name) {
    return records.find(name);
  }

  @Override
  public Optional<Instant> deletedAt(String name) {
    return records.deletedAt(name);
  }

  @Override
  public SortedMap<String, byte[]> all() {
    return records.all();
  }

  @Override
  public boolean replace(Map<String, byte[]> expected, Map<String, byte[]> changes) {
    return records.replace(expected, changes);
  }

  @Override
  public Instant delete(String name, Instant now) {
    return records.delete(name, now);
  }

  @Override
  public void purge() {
    records.purge();
  }
}
