package dev.valise.catalog;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Wrapped keysets under names. The arrays are handed over: nobody changes one afterwards. */
public interface KeysetRecords {

  /** The keyset of this name; empty as well when it was deleted. */
  Optional<byte[]> find(String name);

  /** When the keyset of this name was deleted. */
  Optional<Instant> deletedAt(String name);

  /** All keysets that were not deleted, by name. */
  SortedMap<String, byte[]> all();

  /**
   * Compares and sets, in one transaction: when all of {@code expected} are there byte by byte,
   * writes {@code changes}. A name that is changed and not expected must be new: neither there nor
   * deleted.
   *
   * @return false when something is otherwise than expected; nothing was changed then
   */
  boolean replace(Map<String, byte[]> expected, Map<String, byte[]> changes);

  /**
   * Deletes a keyset, leaving a tombstone, then purges. The keyset need not exist.
   *
   * @return when it was deleted: now, or at an earlier call
   */
  Instant delete(String name, Instant now);

  /**
   * Makes sure that the files of the database hold no bytes of keysets that were replaced or
   * deleted. Others may use the database meanwhile, but writers wait.
   *
   * @throws CatalogException when others used it for too long; to be called again then
   */
  void purge();
}
