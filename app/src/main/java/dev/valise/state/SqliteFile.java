package dev.valise.state;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;

/**
 * An SQLite file of Chromium's that no process has open.
 *
 * <p>Opened as {@code immutable}: SQLite then takes no lock, makes no journal and no shared memory,
 * and does not look for any (sqlite.org/uri.html). So it sees neither a write-ahead log nor a
 * journal that would have to be rolled back; both are left by a browser that was killed only, and
 * are warned of. Done away with here is what sqlite.org/security.html says of files that others
 * wrote: views and expressions in the schema, long values, and statements without end.
 */
final class SqliteFile {

  /** Storage keys are shorter than URLs; without this, one row could be a gigabyte. */
  private static final int LONGEST_VALUE = 64 * 1024;

  private static final int MOST_ROWS = 4 * OriginCollector.MOST_ORIGINS;

  /** A row takes some ten steps of SQLite's machine. */
  private static final int MOST_STEPS = 100 * MOST_ROWS;

  private static final long JOURNAL_MAGIC = 0xd9d505f920a163d7L;

  /** A table, and none whose columns are calculated ({@code GENERATED ALWAYS AS}). */
  private static final Pattern PLAIN_TABLE =
      Pattern.compile("CREATE TABLE (?!.*\\bAS\\b).*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private final ForeignFolder folder;
  private final String name;
  private final Path path;

  private SqliteFile(ForeignFolder folder, String name, Path path) {
    this.folder = folder;
    this.name = name;
    this.path = path;
  }

  /** Empty when there is none. */
  static Optional<SqliteFile> in(ForeignFolder folder, String name) throws IOException {
    return folder.file(name).map(path -> new SqliteFile(folder, name, path));
  }

  /**
   * Hands over a column of a table as text.
   *
   * @param condition which rows, in SQL
   * @throws IOException when the file is damaged, or is another one than Chromium writes
   */
  void readTexts(String table, String column, String condition, Consumer<String> receiver)
      throws IOException {
    if (folder.size(name).orElse(0L) == 0) {
      // A database without tables: Chromium was ended before it wrote any.
      return;
    }
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      requirePlain(table, statement);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT "
                  + column
                  + " FROM "
                  + table
                  + " NOT INDEXED WHERE "
                  + condition
                  + " LIMIT "
                  + (MOST_ROWS + 1))) {
        int read = 0;
        while (rows.next()) {
          if (++read > MOST_ROWS) {
            throw new IOException(name + " has more than " + MOST_ROWS + " rows");
          }
          byte[] text = rows.getBytes(1);
          receiver.accept(text == null ? "" : new String(text, StandardCharsets.ISO_8859_1));
        }
      }
    } catch (SQLiteException e) {
      // Not its message, which quotes from the file.
      throw new IOException(name + ": " + e.getResultCode().name(), e);
    } catch (SQLException e) {
      throw new IOException(name, e);
    }
  }

  private Connection open() throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    Connection connection =
        config.createConnection(
            "jdbc:sqlite:file:"
                + path.toAbsolutePath().toUri().getRawPath()
                + "?immutable=1&mode=ro");
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
      ((SQLiteConnection) connection).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
      ProgressHandler.setHandler(
          connection,
          MOST_STEPS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              return 1;
            }
          });
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void requirePlain(String table, Statement statement) throws SQLException, IOException {
    try (ResultSet schema =
        statement.executeQuery(
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '" + table + "'")) {
      if (!schema.next() || !PLAIN_TABLE.matcher(schema.getString(1)).matches()) {
        throw new IOException(name + " has no table " + table);
      }
    }
  }

  /** Says when a browser that was killed left writes that were not read. */
  void warnOfUnfinishedWrites(Consumer<String> warn) throws IOException {
    if (folder.size(name + "-wal").orElse(0L) > 0 || isHot(name + "-journal")) {
      warn.accept(
          name + " was being written when the browser ended: its last changes are not counted");
    }
  }

  /**
   * SQLite writes the magic number once what is to be restored is on disk, and only then touches
   * the database (sqlite.org/fileformat.html, 3); a journal without it restores nothing.
   */
  private boolean isHot(String journal) throws IOException {
    Optional<FileChannel> file = folder.open(journal);
    if (file.isEmpty()) {
      return false;
    }
    try (FileChannel channel = file.get()) {
      var magic = ByteBuffer.allocate(Long.BYTES);
      while (magic.hasRemaining() && channel.read(magic) >= 0) {}
      return !magic.hasRemaining() && magic.getLong(0) == JOURNAL_MAGIC;
    }
  }
}
