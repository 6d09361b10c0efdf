package dev.valise.upkeep.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.catalog.BlobRecords;
import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others do while a verification runs is no finding, at whichever of its steps they do it. To
 * make it hardest, garbage is gone at once.
 */
class MeanwhileTest {
  private final Path folder;
  private StoreFixture store;
  private OrganisationId acme;
  private int profiles;

  MeanwhileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void open() {
    store = new StoreFixture(folder, RootKey.generate());
    acme = store.organisation("acme");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aVersionIsDeleted() throws Exception {
    atEveryStep(saves -> {
      Version version = saves.second().version();
      store.catalog.versions().delete(acme, version.profile(), version.number());
      collectGarbage();
    });
  }

  @Test
  void aProfileIsDeleted() throws Exception {
    atEveryStep(saves -> {
      List<String> marked =
          store.catalog.profiles().delete(acme, saves.first().version().profile()).orElseThrow();
      marked.forEach(key -> store.blobs.delete(new BlobKey(key)));
      store.catalog.blobs().forget(marked);
    });
  }

  @Test
  void versionsGetOtherManifestsAndPacks() throws Exception {
    atEveryStep(saves -> {
      rewrite(saves.first().version(), saves.folder());
      rewrite(saves.second().version(), saves.folder());
      collectGarbage();
    });
  }

  @Test
  void aVersionIsSaved() throws Exception {
    atEveryStep(saves -> {
      FolderContent.write(saves.folder(), "Default/Preferences", "{\"third\":1}".getBytes(UTF_8));
      store.save(acme, saves.first().version().profile(), saves.folder(), saves.second());
    });
  }

  /** A profile's two saves. */
  private record Saves(Path folder, StoreFixture.Saved first, StoreFixture.Saved second) {}

  private interface Change {
    void make(Saves saves) throws Exception;
  }

  private void atEveryStep(Change change) throws Exception {
    boolean changed = true;
    int step = 0;
    while (changed) {
      step++;
      Saves saves = twoSaves();
      var watched = new WatchedBlobs(store.blobs, step, () -> change.make(saves));
      var verification =
          new Verification(
              new Verification.Parts(
                  store.catalog,
                  watched,
                  new SnapshotStore(watched, store.ids),
                  store.keyring,
                  store.clock));

      VerifyReport report = verification.verify(Optional.empty(), VerifyProgress.NONE);

      assertThat(report.findings()).as("at step %s", step).isEmpty();
      changed = watched.hasChanged();
      store.catalog.profiles().delete(acme, saves.first().version().profile());
      collectGarbage();
    }
    assertThat(step).as("steps").isGreaterThan(8);
  }

  private Saves twoSaves() throws Exception {
    String name = "p" + profiles++;
    Path files = folder.resolve(name);
    FolderContent.write(files, "Default/Cookies", "sid=1".getBytes(UTF_8));
    FolderContent.write(files, "Default/Preferences", "{}".getBytes(UTF_8));
    ProfileId profile = store.profile(acme, name);
    StoreFixture.Saved first = store.save(acme, profile, files);
    FolderContent.write(files, "Default/Preferences", "{\"second\":1}".getBytes(UTF_8));
    return new Saves(files, first, store.save(acme, profile, files, first));
  }

  /** What a repack does, with packs of their own. */
  private void rewrite(Version version, Path files) throws IOException {
    var copy = store.snapshots.save(store.request(acme, files));
    assertThat(
            store
                .catalog
                .versions()
                .replaceManifest(
                    version,
                    copy.manifest().value(),
                    copy.blobs().stream().map(BlobKey::value).toList(),
                    copy.written().stream()
                        .map(blob -> new NewBlob(blob.key().value(), blob.size()))
                        .toList()))
        .isTrue();
  }

  private void collectGarbage() {
    BlobRecords records = store.catalog.blobs();
    records.condemnUnused(store.clock.instant());
    List<String> taken =
        records.takeForDeletion(store.clock.instant(), "", 100).stream()
            .map(BlobRecords.Blob::key)
            .toList();
    taken.forEach(key -> store.blobs.delete(new BlobKey(key)));
    records.forget(taken);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Lets something happen before one of the operations. */
  private static final class WatchedBlobs implements BlobStore {
    private final BlobStore blobs;
    private int left;
    private @Nullable Work work;

    WatchedBlobs(BlobStore blobs, int step, Work work) {
      this.blobs = blobs;
      this.left = step;
      this.work = work;
    }

    synchronized boolean hasChanged() {
      return work == null;
    }

    private synchronized void step() {
      Work due = work;
      if (due != null && --left == 0) {
        work = null;
        try {
          due.run();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public BlobUpload upload(BlobKey key) throws IOException {
      return blobs.upload(key);
    }

    @Override
    public InputStream read(BlobKey key) throws IOException {
      step();
      return blobs.read(key);
    }

    @Override
    public byte[] read(BlobKey key, long offset, int length) throws IOException {
      step();
      return blobs.read(key, offset, length);
    }

    @Override
    public void delete(BlobKey key) throws IOException {
      blobs.delete(key);
    }

    @Override
    public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
      step();
      blobs.list(prefix, visitor);
    }
  }
}
