package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.model.WriterLease;
import dev.valise.testing.Race;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that the first release filled, opened by this one. */
class SqliteMigrationTest {
  private static final OrganisationId ACME = new OrganisationId("organisationaaaaaaaaaaaa");
  private static final OrganisationId OTHER = new OrganisationId("organisationbbbbbbbbbbbb");
  private static final ProfileId WORK = new ProfileId("profileworkaaaaaaaaaaaaa");
  private static final ProfileId EMPTY = new ProfileId("profileemptyaaaaaaaaaaaa");
  private static final ProfileId THEIRS = new ProfileId("profiletheirsaaaaaaaaaaa");
  private static final SessionId SESSION = new SessionId("sessionaaaaaaaaaaaaaaaaa");

  private static final String ROWS =
      """
      INSERT INTO organisation VALUES ('organisationaaaaaaaaaaaa', 'acme', 1000),
        ('organisationbbbbbbbbbbbb', 'other', 2000);
      INSERT INTO keyset VALUES ('organisation/acme', x'0102ff');
      INSERT INTO profile VALUES
        ('profileworkaaaaaaaaaaaaa', 'organisationaaaaaaaaaaaa', 'work', 1000, 5000, 4000, 2),
        ('profileemptyaaaaaaaaaaaa', 'organisationaaaaaaaaaaaa', NULL, 1500, 1500, NULL, NULL),
        ('profiletheirsaaaaaaaaaaa', 'organisationbbbbbbbbbbbb', 'work', 1000, 3000, NULL, 1);
      INSERT INTO version VALUES
        ('profileworkaaaaaaaaaaaaa', 1, 3000, 'sessionaaaaaaaaaaaaaaaaa', '155.0.1.2', 'manifests/m1',
          '{"files":70,"bytes":1700000,"storedBytes":400000,"cookies":12,"sessionCookies":3,"leftOutFiles":100,"leftOutBytes":9000000}'),
        ('profileworkaaaaaaaaaaaaa', 2, 5000, 'sessionaaaaaaaaaaaaaaaaa', '156.0.1.2', 'manifests/m2',
          '{"files":1,"bytes":2,"storedBytes":3,"cookies":4,"sessionCookies":5,"leftOutFiles":6,"leftOutBytes":7}'),
        ('profiletheirsaaaaaaaaaaa', 1, 3000, 'sessionaaaaaaaaaaaaaaaaa', '156.0.1.2', 'manifests/t1',
          '{"files":1,"bytes":2,"storedBytes":3,"cookies":4,"sessionCookies":5,"leftOutFiles":6,"leftOutBytes":7}');
      INSERT INTO version_pack VALUES
        ('profileworkaaaaaaaaaaaaa', 1, 0, 'packs/p1'), ('profileworkaaaaaaaaaaaaa', 1, 1, 'packs/p0'),
        ('profileworkaaaaaaaaaaaaa', 2, 0, 'packs/p1'), ('profileworkaaaaaaaaaaaaa', 2, 1, 'packs/p2'),
        ('profiletheirsaaaaaaaaaaa', 1, 0, 'packs/t1');
      INSERT INTO browser_session VALUES
        ('sessionaaaaaaaaaaaaaaaaa', 'organisationaaaaaaaaaaaa', 'named', 'profileworkaaaaaaaaaaaaa', 1, TRUE,
          '{"headless":true,"kioskMode":false,"viewport":null,"startUrl":null}', 60000, 'CLOSED', FALSE, 2000, NULL, 5000, 'on request',
          '{"version":2,"figures":{"files":1,"bytes":2,"storedBytes":3,"cookies":4,"sessionCookies":5,"leftOutFiles":6,"leftOutBytes":7},"failure":null,"warnings":["w"],"took":1.5}');
      INSERT INTO browser_session
        SELECT 'sessionlater' || substr(id, 13), organisation, NULL, profile, 2, TRUE, settings, 60000, 'RUNNING', TRUE, 7000, NULL, NULL, NULL, NULL FROM browser_session
        UNION ALL
        SELECT 'sessionearly' || substr(id, 13), organisation, NULL, profile, 2, TRUE, settings, 60000, 'RUNNING', TRUE, 6000, NULL, NULL, NULL, NULL FROM browser_session;
      INSERT INTO session_tag VALUES ('sessionaaaaaaaaaaaaaaaaa', 'team', 'shop');
      """;

  private Path file;

  @BeforeEach
  void aCatalogOfTheFirstRelease(@TempDir Path folder) throws SQLException {
    file = folder.resolve("catalog.db");
    try (var pool = JdbcCatalog.sqlitePool(file)) {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/sqlite")
          .target("1")
          .load()
          .migrate();
      fill(pool);
    }
  }

  private static void fill(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : ROWS.split(";\\R", -1)) {
        statement.executeUpdate(sql);
      }
    }
  }

  @Test
  void versionsAreAsTheyWereAndEachSaysThatASessionSavedIt() {
    try (Catalog catalog = JdbcCatalog.sqlite(file)) {
      Version head =
          new Version(
              WORK,
              2,
              Instant.ofEpochMilli(5000),
              new VersionSource.Saved(SESSION),
              "156.0.1.2",
              "manifests/m2",
              new SaveFigures(1, 2, 3, 4, 5, 0, 6, 7),
              List.of(),
              Optional.empty());
      assertThat(catalog.versions().find(WORK, 2)).contains(head);
      assertThat(catalog.versions().find(WORK, 1).orElseThrow().figures())
          .isEqualTo(new SaveFigures(70, 1_700_000, 400_000, 12, 3, 0, 100, 9_000_000));
      assertThat(catalog.profiles().findByName(ACME, "work"))
          .contains(
              new Profile(
                  WORK,
                  ACME,
                  Optional.of("work"),
                  Instant.ofEpochMilli(1000),
                  Instant.ofEpochMilli(5000),
                  Optional.of(Instant.ofEpochMilli(4000)),
                  Optional.empty(),
                  List.of(),
                  Optional.of(head)));
      assertThat(catalog.profiles().find(ACME, EMPTY).orElseThrow().head()).isEmpty();
    }
  }

  @Test
  void blobsAreThoseThatTheVersionsNamedWithTheirManifests() {
    try (Catalog catalog = JdbcCatalog.sqlite(file)) {
      assertThat(catalog.versions().blobs(WORK, 1))
          .containsExactly("manifests/m1", "packs/p0", "packs/p1");
      assertThat(catalog.versions().blobs(WORK, 2))
          .containsExactly("manifests/m2", "packs/p1", "packs/p2");
      assertThat(catalog.versions().users("packs/p1"))
          .extracting(Version::number)
          .containsExactly(1, 2);
      assertThat(catalog.versions().blobs(THEIRS, 1)).containsExactly("manifests/t1", "packs/t1");
      catalog
          .blobs()
          .forEach(blob ->
              assertThat(blob)
                  .isEqualTo(
                      new BlobRecords.Blob(
                          blob.key(),
                          blob.key().contains("/t") ? OTHER : ACME,
                          0,
                          Optional.empty(),
                          false)));
      assertThat(catalog.blobs().known(List.of("manifests/m1", "packs/p0", "packs/t1"))).hasSize(3);
      assertThat(catalog.blobs().condemnUnused(Instant.EPOCH)).isZero();
    }
  }

  @Test
  void sessionsAndKeysetsAreThere() {
    try (Catalog catalog = JdbcCatalog.sqlite(file)) {
      var session = catalog.sessions().find(ACME, SESSION).orElseThrow();
      assertThat(session.tags()).containsEntry("team", "shop");
      SaveOutcome outcome = session.ending().orElseThrow().outcome().orElseThrow();
      assertThat(outcome.figures()).contains(new SaveFigures(1, 2, 3, 4, 5, 0, 6, 7));
      assertThat(outcome.warnings()).containsExactly("w");
      assertThat(session.ending().orElseThrow().network()).isEmpty();
      assertThat(catalog.organisations().network(ACME)).isEqualTo(NetworkRules.NONE);
      assertThat(catalog.keysets().find("organisation/acme").orElseThrow())
          .containsExactly(1, 2, 0xff);
    }
  }

  @Test
  void whatAnOlderServerLeftRunningMaySaveOneSessionForEachProfile() {
    try (Catalog catalog = JdbcCatalog.sqlite(file)) {
      assertThat(catalog.leases().heldBy(new SessionId("sessionlateraaaaaaaaaaaa")))
          .contains(
              new WriterLease(
                  WORK, new SessionId("sessionlateraaaaaaaaaaaa"), 1, Instant.ofEpochMilli(7000)));
      assertThat(catalog.leases().heldBy(new SessionId("sessionearlyaaaaaaaaaaaa"))).isEmpty();
      assertThat(catalog.leases().heldBy(SESSION)).isEmpty();
    }
  }

  @Test
  void historyGoesOnAndCanBeDeleted() {
    try (Catalog catalog = JdbcCatalog.sqlite(file)) {
      var rollback =
          new VersionRecords.Draft(
              WORK,
              Instant.ofEpochMilli(9000),
              new VersionSource.RolledBack(1),
              "155.0.1.2",
              "manifests/m1",
              catalog.versions().blobs(WORK, 1),
              List.of(),
              catalog.versions().find(WORK, 1).orElseThrow().figures(),
              List.of());
      assertThat(catalog.versions().append(ACME, rollback))
          .isEqualTo(new Appended.Added(rollback.numbered(3), Optional.of(2)));
      assertThat(catalog.versions().delete(ACME, WORK, 2))
          .isEqualTo(VersionRecords.Deleted.DELETED);
      assertThat(catalog.blobs().condemnUnused(Instant.EPOCH)).isEqualTo(2);
      assertThat(catalog.profiles().delete(OTHER, THEIRS).orElseThrow()).hasSize(2);
    }
  }

  @Test
  void theReferencesOfTheTablesAreWhole() throws SQLException {
    JdbcCatalog.sqlite(file).close();
    try (var pool = JdbcCatalog.sqlitePool(file);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("PRAGMA foreign_key_check").next()).isFalse();
      try (var row = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(row.getString(1)).isEqualTo("ok");
      }
    }
  }

  @Test
  void twoThatFindAnOldCatalogAtTheSameTimeBothOpenIt() throws Exception {
    List<Integer> found =
        Race.of(
            2,
            number -> {
              try (Catalog catalog = JdbcCatalog.sqlite(file)) {
                return catalog.versions().blobs(WORK, 2).size();
              }
            });
    assertThat(found).containsExactly(3, 3);
  }
}
