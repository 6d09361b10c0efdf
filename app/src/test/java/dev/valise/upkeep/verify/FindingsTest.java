package dev.valise.upkeep.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.catalog.VersionRecords;
import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import dev.valise.testing.FaultyBlobStore.Operation;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For each kind of finding a store that has it, and what is said to whoever has to decide. */
class FindingsTest {
  private final Seed seed = Seed.fresh("FindingsTest");
  private final RootKey root = RootKey.generate();
  private final Path folder;
  private StoreFixture store;
  private SmallStore content;

  FindingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void aSmallStore() throws Exception {
    store = new StoreFixture(folder, root);
    content = new SmallStore(store, folder, seed);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Finding only() throws IOException {
    List<Finding> findings = store.verify().findings();
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  @Test
  void nothing() throws IOException {
    VerifyReport report = store.verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.worst()).isEqualTo(Severity.INFO);
    assertThat(report.checked().organisations()).isEqualTo(2);
    assertThat(report.checked().profiles()).isEqualTo(4);
    assertThat(report.checked().versions()).isEqualTo(9);
    assertThat(report.checked().packBytes()).isPositive();
  }

  @Test
  void oneDamagedPackThatHitsThreeVersionsOfTwoProfiles() throws IOException {
    BlobKey pack = StoreFixture.pack(content.mail2);
    store.faulty.flip(pack, store.stored(pack).length - 1, 1);

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("damaged-blob");
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.problem())
        .isEqualTo("pack " + pack + " is damaged: part 0: the seal is broken");
    assertThat(finding.consequences())
        .containsExactlyInAnyOrder(
            "versions 2 and 3 of mail of organisation acme cannot be restored; versions 1 and 4 can",
            "version 1 of fork of organisation acme cannot be restored; version 2 can");
  }

  @Test
  void aMissingPackOfAHead() throws IOException {
    BlobKey pack = StoreFixture.pack(content.bank2);
    store.blobs.delete(pack);

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("missing-blob");
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.problem()).isEqualTo("pack " + pack + " is missing");
    assertThat(finding.consequences())
        .containsExactly(
            "version 2 of bank of organisation globex, its head, cannot be restored; version 1 can");
  }

  @Test
  void theOnlyVersion() throws IOException {
    BlobKey manifest = StoreFixture.manifest(content.shop1);
    store.blobs.delete(manifest);

    Finding finding = only();

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.problem()).isEqualTo("manifest " + manifest + " is missing");
    assertThat(finding.consequences())
        .containsExactly(
            "version 1 of shop of organisation acme, its only one, cannot be restored");
  }

  @Test
  void twoCausesOfOneLoss() throws IOException {
    store.blobs.delete(StoreFixture.manifest(content.bank2));
    store.blobs.delete(StoreFixture.pack(content.bank2));

    assertThat(store.verify().findings())
        .hasSize(2)
        .allSatisfy(finding ->
            assertThat(finding.consequences())
                .containsExactly(
                    "version 2 of bank of organisation globex, its head, cannot be restored;"
                        + " version 1 can"));
  }

  @Test
  void aNewerFormat() throws IOException {
    BlobKey manifest = StoreFixture.manifest(content.shop1);
    // From 2 to 9.
    store.faulty.flip(manifest, 7, 0b1011);

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("newer-blob");
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.problem()).contains(manifest.value()).contains("format version 9");
  }

  @Test
  void aBlobStoreThatFails() throws IOException {
    store.faulty.failOnce(Operation.READ, 1);

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("unreadable-blob");
    assertThat(finding.severity()).isNotEqualTo(Severity.INFO);
    assertThat(finding.problem()).contains("cannot be read now").contains("READ was told to fail");
    assertThat(store.verify().findings()).isEmpty();
  }

  @Test
  void deletedKeys() throws IOException {
    deleteKeys(content.globex);

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("keys-gone");
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.problem())
        .isEqualTo(
            "the keys of organisation globex cannot be used: they were deleted on "
                + store.clock.instant());
    assertThat(finding.consequences())
        .containsExactly("nothing that it stored can be restored: 2 versions of 1 profile");
  }

  private void deleteKeys(OrganisationId organisation) {
    store.catalog.keysets().delete("organisation-" + organisation, store.clock.instant());
  }

  @Test
  void lostKeysAreNotMadeAnew() throws Exception {
    store.sql("DELETE FROM keyset WHERE name = 'organisation-" + content.globex + "'");

    assertThat(only().problem())
        .isEqualTo("the keys of organisation globex cannot be used: they are not in the catalog");
    assertThat(store.catalog.keysets().find("organisation-" + content.globex)).isEmpty();
  }

  @Test
  void keysOfAnotherRootKey() throws IOException {
    store.close();
    store = new StoreFixture(folder, RootKey.generate());

    assertThat(store.verify().findings())
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo("keys-gone"))
        .allSatisfy(
            finding -> assertThat(finding.problem()).contains("does not open with this root key"));
  }

  @Test
  void aVersionWithoutAManifest() throws Exception {
    store.sql("UPDATE version SET manifest = '' WHERE number = 3");

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("no-manifest");
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.consequences())
        .containsExactly(
            "version 3 of mail of organisation acme cannot be restored; versions 1, 2 and 4 can");
  }

  @Test
  void aHeadThatOnlyWithheldVersionsAreNewerThanIsRight() throws Exception {
    int newest =
        store
            .catalog
            .versions()
            .newestNotWithheld(content.mail2.version().profile())
            .orElseThrow()
            .number();
    store.sql("UPDATE profile SET head = %d WHERE name = 'mail'".formatted(newest - 1));
    assertThat(only().kind()).isEqualTo("head-behind");

    store.sql(
        "UPDATE version SET withheld = 'no login' WHERE number = "
            + newest
            + " AND profile = (SELECT id FROM profile WHERE name = 'mail')");

    assertThat(store.verify().findings()).isEmpty();
  }

  @Test
  void aProfileWhoseHeadIsGone() throws Exception {
    store.sql("UPDATE profile SET head = 77 WHERE name = 'mail'");

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("head-missing");
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.consequences())
        .containsExactly("browsers get mail of organisation acme empty, not as version 4");
  }

  @Test
  void aHeadThatIsNotTheNewest() throws Exception {
    store.sql("UPDATE profile SET head = 2 WHERE name = 'mail'");

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("head-behind");
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.consequences())
        .containsExactly("browsers get version 2 of mail of organisation acme, not version 4");
  }

  @Test
  void aBlobThatTheCatalogDoesNotListForItsVersion() throws Exception {
    String pack = StoreFixture.pack(content.shop1).value();
    store.sql("DELETE FROM blob_use WHERE blob = '" + pack + "'");

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("wrong-blobs");
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(((CatalogFinding.WrongBlobs) finding).unlisted()).containsExactly(pack);
  }

  @Test
  void aBlobThatTheCatalogListsForNothing() throws Exception {
    String pack = StoreFixture.pack(content.mail2).value();
    store.sql(
        "INSERT INTO blob_use VALUES ('%s', '%s', 1, NULL)"
            .formatted(content.shop1.version().profile(), pack));

    Finding finding = only();

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(((CatalogFinding.WrongBlobs) finding).superfluous()).containsExactly(pack);
  }

  @Test
  void aNeededBlobThatIsMarkedAsBeingDeleted() throws Exception {
    String pack = StoreFixture.pack(content.mail2).value();
    store.sql("UPDATE blob SET deleting = TRUE WHERE key = '" + pack + "'");

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("doomed-blob");
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.consequences())
        .containsExactly(
            "garbage collection will take away version 1 of fork of organisation acme",
            "garbage collection will take away versions 2 and 3 of mail of organisation acme");
  }

  @Test
  void aBlobOfAnotherOrganisation() throws Exception {
    String pack = StoreFixture.pack(content.shop1).value();
    store.sql(
        "UPDATE blob SET organisation = '%s' WHERE key = '%s'".formatted(content.globex, pack));

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("foreign-blob");
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.problem()).contains(pack).contains("shop of organisation acme");
  }

  @Test
  void sizesThatTheCatalogHasWrongOrDoesNotKnow() throws Exception {
    String pack = StoreFixture.pack(content.shop1).value();
    String manifest = StoreFixture.manifest(content.shop1).value();
    int actual = store.stored(new BlobKey(pack)).length;
    store.sql("UPDATE blob SET size = 4711 WHERE key = '" + pack + "'");
    store.sql("UPDATE blob SET size = 0 WHERE key = '" + manifest + "'");

    assertThat(store.verify().findings())
        .containsExactly(
            new CatalogFinding.WrongSize(pack, 4711, actual), new SpaceFinding.UnknownSizes(1));
  }

  @Test
  void blobsThatNobodyKnows() throws IOException {
    try (BlobUpload upload = store.blobs.upload(new BlobKey("packs/ab/abc"))) {
      upload.write("left by a crash".getBytes(UTF_8));
      upload.commit();
    }

    Finding finding = only();

    assertThat(finding).isEqualTo(new SpaceFinding.UnknownBlobs(1, 15));
    assertThat(store.verify().worst()).isEqualTo(Severity.INFO);
  }

  @Test
  void aDamageThatHitsWhatNoVersionNeedsAnyMore() throws Exception {
    Path large = folder.resolve("large");
    Path file = FolderContent.write(large, "Default/A", seed.bytes(1 << 20));
    FolderContent.write(large, "Default/B", "in the second segment".getBytes(UTF_8));
    var profile = store.profile(content.acme, "large");
    StoreFixture.Saved first = store.save(content.acme, profile, large);
    Files.delete(file);
    StoreFixture.Saved second = store.save(content.acme, profile, large, first);
    assertThat(store.catalog.versions().delete(content.acme, profile, 1))
        .isEqualTo(VersionRecords.Deleted.DELETED);
    store.faulty.flip(StoreFixture.pack(first), 4711, 1);

    Finding finding = only();

    assertThat(finding.kind()).isEqualTo("damaged-blob");
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.consequences())
        .containsExactly("every version can be restored: none needs what is damaged");
    assertThat(store.isRestorable(content.acme, second.version())).isTrue();
  }

  @Test
  void ofOneProfileOnly() throws IOException {
    store.blobs.delete(StoreFixture.pack(content.shop1));
    store.blobs.delete(StoreFixture.pack(content.bank2));

    VerifyReport report = store.verification.verify(Optional.of("bank"), VerifyProgress.NONE);

    assertThat(report.checked().profiles()).isEqualTo(1);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.profile().name()).contains("bank")));
    assertThat(
            store
                .verification
                .verify(Optional.of(content.shop1.version().profile().value()), VerifyProgress.NONE)
                .findings())
        .hasSize(1);
    assertThatThrownBy(() -> store.verification.verify(Optional.of("nobody"), VerifyProgress.NONE))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void progressComesToItsEnd() throws IOException {
    List<Long> done = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    store.clock.advance(Duration.ofDays(1));

    store.verification.verify(
        Optional.empty(),
        (bytes, allBytes) -> {
          done.add(bytes);
          all.add(allBytes);
        });

    assertThat(done).isSorted().startsWith(0L).hasSizeGreaterThan(3);
    assertThat(all).containsOnly(all.getFirst());
    assertThat(done.getLast()).isEqualTo(all.getFirst());
  }
}
