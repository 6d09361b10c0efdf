package dev.valise.testing;

import dev.valise.crypto.WrappedKeysets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Wrapped keysets that live as long as this object does. */
public final class MemoryKeysets implements WrappedKeysets {
  private final SortedMap<String, byte[]> keysets = new TreeMap<>();
  private final Map<String, Instant> deleted = new HashMap<>();
  private int finds;

  @Override
  public synchronized Optional<byte[]> find(String name) {
    finds++;
    return Optional.ofNullable(keysets.get(name));
  }

  /** How often a keyset was asked for by its name. */
  public synchronized int finds() {
    return finds;
  }

  @Override
  public synchronized Optional<Instant> deletedAt(String name) {
    return Optional.ofNullable(deleted.get(name));
  }

  @Override
  public synchronized SortedMap<String, byte[]> all() {
    return new TreeMap<>(keysets);
  }

  @Override
  public synchronized boolean replace(Map<String, byte[]> expected, Map<String, byte[]> changes) {
    for (String name : changes.keySet()) {
      boolean taken = keysets.containsKey(name) || deleted.containsKey(name);
      if (!expected.containsKey(name) && taken) {
        return false;
      }
    }
    for (Map.Entry<String, byte[]> one : expected.entrySet()) {
      if (!Arrays.equals(keysets.get(one.getKey()), one.getValue())) {
        return false;
      }
    }
    keysets.putAll(changes);
    return true;
  }

  @Override
  public synchronized Instant delete(String name, Instant now) {
    keysets.remove(name);
    return deleted.computeIfAbsent(name, absent -> now);
  }

  @Override
  public void purge() {}

  /** Puts one keyset in the place of another, as somebody who can write the catalog would. */
  public synchronized void overwrite(String name, byte[] wrapped) {
    keysets.put(name, wrapped);
  }
}
