package dev.valise.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The catalog in a relational database, reached over a small pool of connections. */
public final class JdbcCatalog implements Catalog {

  /** SQLite takes one writer at a time; a save's transaction is far shorter than this. */
  private static final Duration BUSY_LIMIT = Duration.ofSeconds(10);

  private static final int CONNECTIONS = 4;

  private final HikariDataSource pool;
  private final Database database;

  private JdbcCatalog(HikariDataSource pool) {
    this.pool = pool;
    this.database = new Database(Jdbi.create(pool));
  }

  /** Opens an SQLite file, making it and bringing it up to date where needed. */
  public static JdbcCatalog sqlite(Path file) {
    HikariDataSource pool = sqlitePool(file);
    try {
      migrate(pool, file);
      return new JdbcCatalog(pool);
    } catch (FlywayException e) {
      pool.close();
      throw new CatalogException("cannot bring the catalog " + file + " up to date", e);
    } catch (CatalogException e) {
      pool.close();
      throw e;
    }
  }

  static HikariDataSource sqlitePool(Path file) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // WAL with NORMAL may lose the last commits at a power loss: https://sqlite.org/wal.html
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) BUSY_LIMIT.toMillis());
    // A transaction that reads first and writes later fails at once when another wrote in between.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    // Otherwise a deleted keyset stays readable in the file's free pages: sqlite.org/pragma.html.
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());

    var poolConfig = new HikariConfig();
    poolConfig.setDataSource(source);
    poolConfig.setMaximumPoolSize(CONNECTIONS);
    poolConfig.setPoolName("catalog");
    try {
      return new HikariDataSource(poolConfig);
    } catch (HikariPool.PoolInitializationException e) {
      throw new CatalogException("cannot open the catalog " + file, e);
    }
  }

  private static void migrate(DataSource pool, Path file) {
    Flyway flyway =
        Flyway.configure(JdbcCatalog.class.getClassLoader())
            .dataSource(pool)
            .locations("classpath:db/sqlite")
            .load();
    // Flyway itself only warns when a newer program has been here, and goes on.
    MigrationInfoService found = flyway.info();
    for (MigrationInfo applied : found.applied()) {
      if (!applied.getState().isResolved()) {
        throw new CatalogException(
            "the catalog "
                + file
                + " was made by a newer Valise: its schema is in version "
                + applied.getVersion()
                + ", which this one does not know: use a newer one");
      }
    }
    // What is up to date is not even locked: commands open a catalog that a server writes into.
    if (found.pending().length > 0) {
      flyway.migrate();
    }
  }

  @Override
  public OrganisationRecords organisations() {
    return new JdbcOrganisations(database);
  }

  @Override
  public ProfileRecords profiles() {
    return new JdbcProfiles(database);
  }

  @Override
  public VersionRecords versions() {
    return new JdbcVersions(database);
  }

  @Override
  public BlobRecords blobs() {
    return new JdbcBlobs(database);
  }

  @Override
  public EventRecords events() {
    return new JdbcEvents(database);
  }

  @Override
  public SessionRecords sessions() {
    return new JdbcSessions(database);
  }

  @Override
  public WriterLeases leases() {
    return new JdbcLeases(database);
  }

  @Override
  public KeysetRecords keysets() {
    return new JdbcKeysets(database);
  }

  @Override
  public void close() {
    pool.close();
  }
}
