package dev.valise.catalog;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

final class JdbcKeysets implements KeysetRecords {
  private static final byte[] NOTHING = {};

  private final Database database;

  JdbcKeysets(Database database) {
    this.database = database;
  }

  @Override
  public Optional<byte[]> find(String name) {
    return database.read(handle -> wrapped(handle, name));
  }

  @Override
  public Optional<Instant> deletedAt(String name) {
    return database.read(handle -> tombstone(handle, name));
  }

  @Override
  public SortedMap<String, byte[]> all() {
    return database.read(handle ->
        handle
            .select("SELECT name, wrapped FROM keyset WHERE deleted_at IS NULL")
            .reduceRows(
                new TreeMap<>(),
                (keysets, row) -> {
                  keysets.put(
                      row.getColumn("name", String.class), row.getColumn("wrapped", byte[].class));
                  return keysets;
                }));
  }

  @Override
  public boolean replace(Map<String, byte[]> expected, Map<String, byte[]> changes) {
    return database.write(handle -> {
      if (!isAsExpected(handle, expected, changes)) {
        return false;
      }
      changes.forEach((name, wrapped) ->
          handle.execute(
              "INSERT INTO keyset (name, wrapped) VALUES (?, ?)"
                  + " ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped",
              name,
              wrapped));
      return true;
    });
  }

  private static boolean isAsExpected(
      Handle handle, Map<String, byte[]> expected, Map<String, byte[]> changes) {
    for (String name : changes.keySet()) {
      if (!expected.containsKey(name)
          && (wrapped(handle, name).isPresent() || tombstone(handle, name).isPresent())) {
        return false;
      }
    }
    return expected.entrySet().stream()
        .allMatch(keyset ->
            wrapped(handle, keyset.getKey())
                .filter(kept -> Arrays.equals(kept, keyset.getValue()))
                .isPresent());
  }

  @Override
  public Instant delete(String name, Instant now) {
    Instant deletedAt =
        database.write(handle -> {
          handle.execute(
              "INSERT INTO keyset (name, wrapped, deleted_at) VALUES (?, ?, ?)"
                  + " ON CONFLICT (name) DO UPDATE"
                  + " SET wrapped = excluded.wrapped, deleted_at = excluded.deleted_at"
                  + " WHERE keyset.deleted_at IS NULL",
              name,
              NOTHING,
              now.toEpochMilli());
          return tombstone(handle, name).orElseThrow();
        });
    purge();
    return deletedAt;
  }

  @Override
  public void purge() {
    database.purge();
  }

  private static Optional<byte[]> wrapped(Handle handle, String name) {
    return handle
        .select("SELECT wrapped FROM keyset WHERE name = ? AND deleted_at IS NULL", name)
        .map((row, context) -> row.getBytes("wrapped"))
        .findOne();
  }

  private static Optional<Instant> tombstone(Handle handle, String name) {
    return handle
        .select("SELECT deleted_at FROM keyset WHERE name = ? AND deleted_at IS NOT NULL", name)
        .map((row, context) -> Instant.ofEpochMilli(row.getLong("deleted_at")))
        .findOne();
  }
}
