package dev.valise.testing;

import dev.valise.crypto.WrappedKeysets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Wrapped keysets that live as long as this object does. */
public final class MemoryKeysets implements WrappedKeysets {
  private final Map<String, byte[]> keysets = new ConcurrentHashMap<>();

  @Override
  public Optional<byte[]> find(String name) {
    return Optional.ofNullable(keysets.get(name));
  }

  @Override
  public byte[] keepIfAbsent(String name, byte[] wrapped) {
    return keysets.computeIfAbsent(name, absent -> wrapped);
  }

  /** Puts one keyset in the place of another, as somebody who can write the catalog would. */
  public void overwrite(String name, byte[] wrapped) {
    keysets.put(name, wrapped);
  }
}
