package dev.valise.upkeep.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.crypto.RootKey;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.testing.FaultyBlobStore.Operation;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be repaired is, each repair is said, and nothing is deleted or rewritten by one. */
class RepairTest {
  private final Seed seed = Seed.fresh("RepairTest");
  private final Path folder;
  private StoreFixture store;
  private SmallStore content;
  private Map<BlobKey, byte[]> blobsBefore = Map.of();
  private int versionsBefore;

  RepairTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void aSmallStore() throws Exception {
    store = new StoreFixture(folder, RootKey.generate());
    content = new SmallStore(store, folder, seed);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RepairReport repair() throws IOException {
    blobsBefore = new HashMap<>();
    for (BlobKey blob : store.blobs.keys()) {
      blobsBefore.put(blob, store.stored(blob));
    }
    versionsBefore = store.verify().checked().versions();
    RepairReport report = store.repair();
    assertNothingIsGone();
    return report;
  }

  private void assertNothingIsGone() throws IOException {
    for (var blob : blobsBefore.entrySet()) {
      assertThat(store.stored(blob.getKey())).isEqualTo(blob.getValue());
    }
    assertThat(store.verify().checked().versions()).isGreaterThanOrEqualTo(versionsBefore);
  }

  private static List<String> sentences(RepairReport report) {
    return report.repairs().stream().map(Repair::sentence).toList();
  }

  private Version head(ProfileId profile) {
    return store.catalog.profiles().find(content.acme, profile).orElseThrow().head().orElseThrow();
  }

  @Test
  void nothingToDo() throws IOException {
    RepairReport report = repair();

    assertThat(report.repairs()).isEmpty();
    assertThat(report.left().findings()).isEmpty();
    assertThat(store.blobs.keys()).hasSize(blobsBefore.size());
  }

  /** Two profiles with the same file, saved on their own: each has a block of it. */
  @Test
  void blocksThatAnotherProfileHasToo() throws Exception {
    Path twin = folder.resolve("twin");
    Files.createDirectories(twin);
    FolderContent.write(twin, "Default/History", "history".getBytes(UTF_8));
    FolderContent.write(twin, "Default/More", "more".getBytes(UTF_8));
    store.save(content.acme, store.profile(content.acme, "twin"), twin);
    ProfileId shop = content.shop1.version().profile();
    Version fork = store.fork(content.acme, content.shop1.version(), "shop-fork");
    store.blobs.delete(StoreFixture.pack(content.shop1));

    RepairReport report = repair();

    assertThat(sentences(report))
        .containsExactlyInAnyOrder(
            "version 1 of shop of organisation acme uses intact copies of its damaged blocks now",
            "version 1 of shop-fork of organisation acme uses intact copies of its damaged blocks"
                + " now");
    assertThat(report.left().findings()).isEmpty();
    Version repaired = head(shop);
    assertThat(repaired.number()).isEqualTo(1);
    assertThat(store.isRestorable(content.acme, repaired)).isTrue();
    assertThat(head(fork.profile()).manifest()).isEqualTo(repaired.manifest());
    assertThat(store.blobs(repaired)).doesNotContain(StoreFixture.pack(content.shop1).value());
  }

  @Test
  void blocksThatAnotherOrganisationHasAreNotTouched() throws Exception {
    Path twin = folder.resolve("twin");
    FolderContent.write(twin, "Default/History", "history".getBytes(UTF_8));
    store.save(content.globex, store.profile(content.globex, "twin"), twin);
    store.blobs.delete(StoreFixture.pack(content.shop1));

    RepairReport report = repair();

    assertThat(report.repairs()).isEmpty();
    assertThat(report.left().worst()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void blocksThatNoVersionNeedsAnyMore() throws Exception {
    Path twin = folder.resolve("twin");
    FolderContent.write(twin, "Default/History", "history".getBytes(UTF_8));
    ProfileId profile = store.profile(content.acme, "twin");
    StoreFixture.Saved first = store.save(content.acme, profile, twin);
    FolderContent.write(twin, "Default/History", "another".getBytes(UTF_8));
    store.save(content.acme, profile, twin);
    store.catalog.versions().delete(content.acme, profile, 1);
    assertThat(store.catalog.blobs().condemnUnused(store.clock.instant())).isEqualTo(2);
    store.blobs.delete(StoreFixture.pack(content.shop1));

    RepairReport report = repair();

    assertThat(report.repairs()).hasSize(1);
    assertThat(report.left().findings()).isEmpty();
    assertThat(store.blobs(head(content.shop1.version().profile())))
        .contains(StoreFixture.pack(first).value());
    assertThat(store.catalog.blobs().unused("", 10))
        .noneMatch(blob -> blob.key().equals(StoreFixture.pack(first).value()));
  }

  @Test
  void aLostHead() throws IOException {
    store.blobs.delete(StoreFixture.manifest(content.fork2));

    RepairReport report = repair();

    assertThat(sentences(report))
        .containsExactly(
            "version 3 of fork of organisation acme is its head now, with the content of version 1");
    assertThat(report.left().findings())
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.consequences())
                .containsExactly(
                    "version 2 of fork of organisation acme cannot be restored;"
                        + " versions 1 and 3 can"));
    assertThat(report.left().worst()).isEqualTo(Severity.ERROR);
    Version head = head(content.fork1.profile());
    assertThat(head.source()).isEqualTo(new VersionSource.Repaired(1));
    assertThat(head.warnings())
        .containsExactly("this is version 1 again: what came after it was lost");
    assertThat(head.manifest()).isEqualTo(content.fork1.manifest());
    assertThat(head.figures().storedBytes()).isZero();
    assertThat(store.isRestorable(content.acme, head)).isTrue();
    assertThat(repair().repairs()).isEmpty();
  }

  @Test
  void aHeadWhoseBlocksAreElsewhereStaysTheHead() throws Exception {
    Path twin = folder.resolve("twin");
    FolderContent.write(twin, "Default/Cookies", "sid=22".getBytes(UTF_8));
    store.save(content.globex, store.profile(content.globex, "twin"), twin);
    store.faulty.flip(StoreFixture.pack(content.bank2), 20, 1);

    RepairReport report = repair();

    assertThat(report.repairs()).singleElement().isInstanceOf(Repair.BlocksFound.class);
    assertThat(report.left().findings()).isEmpty();
  }

  @Test
  void aProfileOfWhichNothingIsLeftStaysAsItIs() throws IOException {
    store.blobs.delete(StoreFixture.manifest(content.shop1));

    RepairReport report = repair();

    assertThat(report.repairs()).isEmpty();
    assertThat(report.left().worst()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aHeadThatCannotBeReadNowMayBeWhole() throws IOException {
    store.faulty.failOnce(Operation.READ, 1);

    RepairReport report = store.repair();

    assertThat(report.repairs()).isEmpty();
    assertThat(report.left().findings()).isEmpty();
  }

  @Test
  void aHeadOfANewerFormatIsForANewerProgram() throws IOException {
    store.faulty.flip(StoreFixture.manifest(content.fork2), 7, 0b1011);

    RepairReport report = repair();

    assertThat(report.repairs()).isEmpty();
    assertThat(report.left().worst()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aMissingHead() throws Exception {
    store.sql("UPDATE profile SET head = NULL WHERE name = 'mail'");

    RepairReport report = repair();

    assertThat(sentences(report))
        .containsExactly(
            "version 5 of mail of organisation acme is its head now, with the content of version 4");
    assertThat(report.left().findings()).isEmpty();
  }

  @Test
  void wrongRows() throws Exception {
    String pack = StoreFixture.pack(content.shop1).value();
    String other = StoreFixture.pack(content.mail2).value();
    String manifest = StoreFixture.manifest(content.shop1).value();
    store.sql("DELETE FROM blob_use WHERE blob = '" + pack + "'");
    store.sql("DELETE FROM blob WHERE key = '" + pack + "'");
    store.sql("UPDATE blob SET size = 4711 WHERE key = '" + manifest + "'");
    store.sql("UPDATE blob SET deleting = TRUE WHERE key = '" + other + "'");
    assertThat(store.verify().findings()).hasSize(3);

    RepairReport report = repair();

    assertThat(sentences(report))
        .containsExactlyInAnyOrder(
            "blob " + other + " is no longer marked as being deleted",
            "the catalog names the right blobs of version 1 of shop of organisation acme now",
            "the catalog has the right size of 1 more blob now");
    assertThat(report.left().findings()).isEmpty();
  }

  @Test
  void aBlobListedForNothing() throws Exception {
    String pack = StoreFixture.pack(content.mail2).value();
    store.sql(
        "INSERT INTO blob_use VALUES ('%s', '%s', 1, NULL)"
            .formatted(content.shop1.version().profile(), pack));

    assertThat(repair().left().findings()).isEmpty();
  }

  @Test
  void ofOneProfileOnly() throws Exception {
    store.blobs.delete(StoreFixture.manifest(content.fork2));
    store.sql("UPDATE profile SET head = NULL WHERE name = 'mail'");

    RepairReport report = store.verification.repair(Optional.of("mail"), VerifyProgress.NONE);

    assertThat(report.repairs()).hasSize(1);
    assertThat(report.left().findings()).isEmpty();
    assertThat(store.verify().findings()).hasSize(1);
  }
}
