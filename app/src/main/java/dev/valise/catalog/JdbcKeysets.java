package dev.valise.catalog;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class JdbcKeysets implements KeysetRecords {
  private final Database database;

  JdbcKeysets(Database database) {
    this.database = database;
  }

  @Override
  public Optional<byte[]> find(String name) {
    return database.read(handle -> wrapped(handle, name));
  }

  @Override
  public byte[] insertIfAbsent(String name, byte[] wrapped) {
    return database.write(handle -> {
      handle.execute(
          "INSERT INTO keyset (name, wrapped) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
          name,
          wrapped);
      return wrapped(handle, name).orElseThrow();
    });
  }

  private static Optional<byte[]> wrapped(Handle handle, String name) {
    return handle
        .select("SELECT wrapped FROM keyset WHERE name = ?", name)
        .map((row, context) -> row.getBytes("wrapped"))
        .findOne();
  }
}
