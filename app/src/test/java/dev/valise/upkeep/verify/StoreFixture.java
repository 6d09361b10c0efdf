package dev.valise.upkeep.verify;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.catalog.NameTakenException;
import dev.valise.catalog.VersionRecords;
import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.catalog.VersionRecords.Draft;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.server.CatalogKeysets;
import dev.valise.snapshot.Base;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SaveRequest;
import dev.valise.snapshot.SavedSnapshot;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import dev.valise.testing.FaultyBlobStore;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryBlobStore;
import dev.valise.testing.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store whose blobs lie in memory, where they are easily damaged, and whose rows are real. */
final class StoreFixture implements AutoCloseable {
  static final SaveFigures FIGURES = new SaveFigures(1, 2, 3, 4, 5, 6, 7, 8);

  final MemoryBlobStore blobs;
  final FaultyBlobStore faulty;
  final IdSource ids = Ids.fresh();
  final MutableClock clock = new MutableClock();
  final Catalog catalog;
  final SnapshotStore snapshots;
  final Verification verification;
  final Keyring keyring;
  private final Path database;

  StoreFixture(Path folder, RootKey root) {
    this(folder, root, new MemoryBlobStore());
  }

  /**
   * @param folder in which there may be a catalog
   */
  StoreFixture(Path folder, RootKey root, MemoryBlobStore blobs) {
    this.blobs = blobs;
    faulty = new FaultyBlobStore(blobs);
    snapshots = new SnapshotStore(faulty, ids);
    database = folder.resolve("catalog.db");
    catalog = JdbcCatalog.sqlite(database);
    keyring = new Keyring(root, new CatalogKeysets(catalog.keysets()));
    verification =
        new Verification(new Verification.Parts(catalog, faulty, snapshots, keyring, clock));
  }

  OrganisationId organisation(String name) {
    return catalog.organisations().findOrCreate(name, ids.organisation(), clock.instant());
  }

  ProfileId profile(OrganisationId organisation, String name) throws NameTakenException {
    ProfileId id = ids.profile();
    catalog.profiles().insert(id, organisation, Optional.of(name), clock.instant());
    return id;
  }

  /** Saves a folder of which nothing is known. */
  Saved save(OrganisationId organisation, ProfileId profile, Path folder) throws IOException {
    return append(organisation, profile, snapshots.save(request(organisation, folder)));
  }

  /** Saves what a folder has become since an earlier save of it. */
  Saved save(OrganisationId organisation, ProfileId profile, Path folder, Saved before)
      throws IOException {
    var base = new Base(before.snapshot().snapshot(), Optional.of(before.snapshot().record()));
    return append(organisation, profile, snapshots.save(request(organisation, folder).on(base)));
  }

  /** A version with what its save knows of the folder. */
  record Saved(Version version, SavedSnapshot snapshot) {}

  SaveRequest request(OrganisationId organisation, Path folder) {
    return SaveRequest.of(folder, Preset.full(), Map.of("cookies", "[]"), vault(organisation));
  }

  Vault vault(OrganisationId organisation) {
    return new Vault(keyring.sealingKey(organisation), organisation.value());
  }

  private Saved append(OrganisationId organisation, ProfileId profile, SavedSnapshot saved) {
    var draft =
        new Draft(
            profile,
            clock.instant(),
            new VersionSource.Saved(ids.session()),
            "156.0.8078.79",
            saved.manifest().value(),
            saved.blobs().stream().map(BlobKey::value).toList(),
            saved.written().stream()
                .map(blob -> new VersionRecords.NewBlob(blob.key().value(), blob.size()))
                .toList(),
            FIGURES,
            List.of());
    return new Saved(added(catalog.versions().append(organisation, draft)), saved);
  }

  /** Makes an older version the newest one. */
  Version rollBack(OrganisationId organisation, Version to) {
    Draft draft = draft(to.profile(), to, new VersionSource.RolledBack(to.number()));
    return added(catalog.versions().append(organisation, draft));
  }

  Version fork(OrganisationId organisation, Version from, String name) throws NameTakenException {
    Draft draft =
        draft(ids.profile(), from, new VersionSource.Forked(from.profile(), from.number()));
    return added(catalog.profiles().insertFork(organisation, Optional.of(name), draft));
  }

  private Draft draft(ProfileId profile, Version content, VersionSource source) {
    return new Draft(
        profile,
        clock.instant(),
        source,
        content.browserVersion(),
        content.manifest(),
        catalog.versions().blobs(content.profile(), content.number()),
        List.of(),
        content.figures(),
        List.of());
  }

  private static Version added(Appended appended) {
    return ((Appended.Added) appended).version();
  }

  List<String> blobs(Version version) {
    return catalog.versions().blobs(version.profile(), version.number());
  }

  /** The pack that this version added to what it was saved on. */
  static BlobKey pack(Saved saved) {
    return saved.snapshot().written().stream()
        .map(SavedSnapshot.Written::key)
        .filter(key -> key.value().startsWith("packs/"))
        .findFirst()
        .orElseThrow();
  }

  static BlobKey manifest(Saved saved) {
    return saved.snapshot().manifest();
  }

  /** Whether every byte of a version can really be read back. */
  boolean isRestorable(OrganisationId organisation, Version version) {
    try {
      snapshots
          .open(new BlobKey(version.manifest()), vault(organisation))
          .forEach((_, _, _, content) -> content.writeTo(OutputStream.nullOutputStream()));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  byte[] stored(BlobKey key) throws IOException {
    try (InputStream in = blobs.read(key)) {
      return in.readAllBytes();
    }
  }

  void overwrite(BlobKey key, byte[] bytes) throws IOException {
    try (BlobUpload upload = blobs.upload(key)) {
      upload.write(bytes);
      upload.commit();
    }
  }

  /** Changes rows as no method of the catalog would; nothing is checked. */
  void sql(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var executed = connection.createStatement()) {
      executed.executeUpdate(statement);
    }
  }

  VerifyReport verify() throws IOException {
    return verification.verify(Optional.empty(), VerifyProgress.NONE);
  }

  RepairReport repair() throws IOException {
    return verification.repair(Optional.empty(), VerifyProgress.NONE);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
