package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

final class JdbcBlobs implements BlobRecords {
  private static final String NEEDED =
      "EXISTS (SELECT 1 FROM blob_use used WHERE used.blob = blob.key)";

  private static final int PAGE = 500;

  private final Database database;

  JdbcBlobs(Database database) {
    this.database = database;
  }

  @Override
  public int condemnUnused(Instant now) {
    return database.write(handle ->
        handle.execute(
            "UPDATE blob SET condemned_at = ? WHERE condemned_at IS NULL AND NOT deleting"
                + " AND NOT "
                + NEEDED,
            now.toEpochMilli()));
  }

  @Override
  public List<Blob> unused(String after, int limit) {
    return database.read(handle ->
        handle
            .select(
                "SELECT * FROM blob WHERE key > ? AND (deleting OR NOT "
                    + NEEDED
                    + ") ORDER BY key LIMIT ?",
                after,
                limit)
            .map((row, context) -> blob(row))
            .list());
  }

  @Override
  public List<Blob> takeForDeletion(Instant notAfter, String after, int limit) {
    return database.write(handle -> {
      List<Blob> taken = condemned(handle, notAfter, after, limit);
      PreparedBatch marks = handle.prepareBatch("UPDATE blob SET deleting = TRUE WHERE key = ?");
      taken.stream().filter(blob -> !blob.deleting()).forEach(blob -> marks.add(blob.key()));
      Database.execute(marks);
      return taken.stream().map(JdbcBlobs::marked).toList();
    });
  }

  private static Blob marked(Blob blob) {
    return new Blob(blob.key(), blob.organisation(), blob.size(), blob.condemnedAt(), true);
  }

  private static List<Blob> condemned(Handle handle, Instant notAfter, String after, int limit) {
    return handle
        .select(
            "SELECT * FROM blob WHERE key > ? AND (deleting OR (condemned_at <= ? AND NOT "
                + NEEDED
                + ")) ORDER BY key LIMIT ?",
            after,
            notAfter.toEpochMilli(),
            limit)
        .map((row, context) -> blob(row))
        .list();
  }

  @Override
  public void forget(Collection<String> keys) {
    change("DELETE FROM blob WHERE key = ? AND deleting", keys);
  }

  @Override
  public Set<String> known(Collection<String> keys) {
    return database.read(handle -> {
      Set<String> known = new HashSet<>();
      for (List<String> some : Database.chunks(keys)) {
        handle
            .createQuery("SELECT key FROM blob WHERE key IN (<keys>)")
            .bindList("keys", some)
            .mapTo(String.class)
            .forEach(known::add);
      }
      return known;
    });
  }

  @Override
  public Map<String, Long> sizes(Collection<String> keys) {
    return database.read(handle -> {
      Map<String, Long> sizes = new HashMap<>();
      for (List<String> some : Database.chunks(keys)) {
        handle
            .createQuery("SELECT key, size FROM blob WHERE key IN (<keys>)")
            .bindList("keys", some)
            .map((row, context) -> sizes.put(row.getString("key"), row.getLong("size")))
            .list();
      }
      return sizes;
    });
  }

  @Override
  public void forEach(Consumer<Blob> each) {
    database.forEach(JdbcBlobs::page, Blob::key, each);
  }

  private static List<Blob> page(Handle handle, String after) {
    return handle
        .select("SELECT * FROM blob WHERE key > ? ORDER BY key LIMIT ?", after, PAGE)
        .map((row, context) -> blob(row))
        .list();
  }

  @Override
  public List<String> keepNeeded(Collection<String> keys) {
    return database.write(handle ->
        keys.stream()
            .filter(key ->
                handle.execute(
                        "UPDATE blob SET deleting = FALSE, condemned_at = NULL"
                            + " WHERE key = ? AND deleting AND "
                            + NEEDED,
                        key)
                    > 0)
            .toList());
  }

  @Override
  public void setSize(String key, long size) {
    database.write(handle -> handle.execute("UPDATE blob SET size = ? WHERE key = ?", size, key));
  }

  @Override
  public void markForReview(Collection<String> keys) {
    database.write(handle -> {
      BlobUse.lost(handle, keys);
      return keys;
    });
  }

  @Override
  public List<InReview> inReview() {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT * FROM blob WHERE losses > losses_reviewed AND NOT deleting AND "
                    + NEEDED
                    + " ORDER BY key")
            .map((row, context) ->
                new InReview(
                    row.getString("key"),
                    new OrganisationId(row.getString("organisation")),
                    row.getLong("size"),
                    row.getLong("losses")))
            .list());
  }

  @Override
  public void reviewed(Collection<InReview> packs) {
    database.write(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              "UPDATE blob SET losses_reviewed = ? WHERE key = ? AND losses_reviewed < ?");
      packs.forEach(pack -> batch.add(pack.losses(), pack.key(), pack.losses()));
      return Database.execute(batch);
    });
  }

  private void change(String sql, Collection<String> keys) {
    database.write(handle -> {
      PreparedBatch batch = handle.prepareBatch(sql);
      keys.forEach(batch::add);
      return Database.execute(batch);
    });
  }

  private static Blob blob(ResultSet row) throws SQLException {
    return new Blob(
        row.getString("key"),
        new OrganisationId(row.getString("organisation")),
        row.getLong("size"),
        Database.instant(row, "condemned_at"),
        row.getBoolean("deleting"));
  }
}
