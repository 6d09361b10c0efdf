package dev.valise.testing;

import dev.valise.crypto.WrappedKeysets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Wrapped keysets that tell of every call, before it does anything. */
public record SteppedKeysets(WrappedKeysets sound, Runnable step) implements WrappedKeysets {
  @Override
  public Optional<byte[]> find(String name) {
    step.run();
    return sound.find(name);
  }

  @Override
  public Optional<Instant> deletedAt(String name) {
    step.run();
    return sound.deletedAt(name);
  }

  @Override
  public SortedMap<String, byte[]> all() {
    step.run();
    return sound.all();
  }

  @Override
  public boolean replace(Map<String, byte[]> expected, Map<String, byte[]> changes) {
    step.run();
    return sound.replace(expected, changes);
  }

  @Override
  public Instant delete(String name, Instant now) {
    step.run();
    return sound.delete(name, now);
  }

  @Override
  public void purge() {
    step.run();
    sound.purge();
  }
}
