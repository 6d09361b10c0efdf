package dev.valise.crypto;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where wrapped keysets are kept, under names. Implementations are durable and thread-safe, and
 * other processes may use the same ones.
 *
 * <p>Byte arrays are handed over: neither side changes one afterwards.
 */
public interface WrappedKeysets {

  /** The keyset of this name; empty as well when it was deleted. */
  Optional<byte[]> find(String name);

  /** When the keyset of this name was deleted. */
  Optional<Instant> deletedAt(String name);

  /** All keysets that were not deleted, by name. */
  SortedMap<String, byte[]> all();

  /**
   * Compares and sets, in one transaction: when all of {@code expected} are kept byte by byte, puts
   * {@code changes} in their places. A name that is changed and not expected must be new: neither
   * kept nor deleted.
   *
   * @return false when something is otherwise than expected; nothing was changed then
   */
  boolean replace(Map<String, byte[]> expected, Map<String, byte[]> changes);

  /**
   * Deletes a keyset for ever, and remembers that. No storage of this has its bytes any more when
   * this returns; after a failure it has to be called again to be sure of that. The keyset need not
   * exist.
   *
   * @return when it was deleted: now, or at an earlier call
   */
  Instant delete(String name, Instant now);

  /** Makes sure that no storage of this has the bytes of keysets that were replaced or deleted. */
  void purge();
}
