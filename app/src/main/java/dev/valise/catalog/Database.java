package dev.valise.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Gatherers;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Runs statements with this package's exceptions in place of the library's. */
final class Database {
  private final Jdbi jdbi;

  /**
   * Lets one writer of this process at a time to the database, in the order in which they came.
   * SQLite has no queue: whoever finds it locked sleeps and tries again, for up to 100 ms at a time
   * (sqliteDefaultBusyCallback in SQLite's main.c), so that one of six threads that wrote without a
   * pause did not get its turn within 10 s. It is taken before the connection: who waits for their
   * turn keeps none from the readers.
   */
  private final Lock writers = new ReentrantLock(true);

  Database(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  <T> T read(HandleCallback<T, SQLException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (JdbiException | SQLException e) {
      throw new CatalogException("the catalog cannot be read" + reason(e), e);
    }
  }

  <T> T write(HandleCallback<T, SQLException> work) {
    writers.lock();
    try {
      return jdbi.inTransaction(work);
    } catch (JdbiException | SQLException e) {
      throw new CatalogException("the catalog cannot be written" + reason(e), e);
    } finally {
      writers.unlock();
    }
  }

  /**
   * Leaves nothing of what was deleted or replaced in the files of SQLite. Zeroing at the time of
   * the change ({@code secure_delete}) is not enough: the log keeps older pages until it is cut
   * off, and a catalog may hold remains from the time before zeroing was switched on.
   */
  void purge() {
    writers.lock();
    try (Handle handle = jdbi.open()) {
      handle.execute("VACUUM");
      int busy =
          handle
              .select("PRAGMA wal_checkpoint(TRUNCATE)")
              .map((row, context) -> row.getInt("busy"))
              .one();
      if (busy != 0) {
        throw new CatalogException("the log of the catalog is in use: what was deleted is in it");
      }
    } catch (JdbiException e) {
      throw new CatalogException("the catalog cannot be cleared of what was deleted", e);
    } finally {
      writers.unlock();
    }
  }

  /** A write that the uniqueness of {@code name} may forbid. */
  <T> T writeNamed(Optional<String> name, HandleCallback<T, SQLException> work)
      throws NameTakenException {
    try {
      return write(work);
    } catch (CatalogException e) {
      if (name.isPresent() && isUniqueViolation(e)) {
        throw new NameTakenException(name.get());
      }
      throw e;
    }
  }

  /**
   * The pattern for a part of a text, in any case, for {@code LOWER(x) LIKE … ESCAPE '!'}. Not the
   * usual backslash: Jdbi takes one before a quote for an escaped quote, and what follows for text.
   */
  static String containing(String part) {
    String literal =
        part.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return "%" + literal + "%";
  }

  /** Runs a batch; an empty one does nothing, where the library would complain. */
  static int[] execute(PreparedBatch batch) {
    return batch.size() == 0 ? new int[0] : batch.execute();
  }

  /** Keys in lists of what a statement can take: SQLite has at most 32766 parameters. */
  static List<List<String>> chunks(Collection<String> keys) {
    return keys.stream().gather(Gatherers.windowFixed(1000)).toList();
  }

  /**
   * Reads all rows of a table page by page, so that no connection is held while they are used.
   *
   * @param page the rows behind a key, in the order of the keys
   */
  <T> void forEach(
      BiFunction<Handle, String, List<T>> page, Function<T, String> key, Consumer<T> each) {
    String after = "";
    List<T> rows = page(page, after);
    while (!rows.isEmpty()) {
      rows.forEach(each);
      after = key.apply(rows.getLast());
      rows = page(page, after);
    }
  }

  private <T> List<T> page(BiFunction<Handle, String, List<T>> page, String after) {
    return read(handle -> page.apply(handle, after));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static boolean isUniqueViolation(Throwable failure) {
    return code(failure).filter(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE::equals).isPresent();
  }

  /** In SQLite's words for the code, which hold nothing of what was to be written. */
  private static String reason(Throwable failure) {
    return code(failure).map(code -> ": " + code.message).orElse("");
  }

  private static Optional<SQLiteErrorCode> code(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return Optional.of(sqlite.getResultCode());
      }
    }
    return Optional.empty();
  }
}
