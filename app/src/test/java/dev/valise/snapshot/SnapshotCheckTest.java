package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever room there is, each part of a pack is read once, and what is damaged is told. */
class SnapshotCheckTest {
  private final Seed seed = Seed.fresh("SnapshotCheckTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Map<String, Integer> reads = new ConcurrentHashMap<>();
  private final List<SavedSnapshot> saves = new ArrayList<>();

  /** Three saves: a pack of several segments, of which the later ones share most. */
  private void save(Path folder) throws IOException {
    FolderContent.write(folder, "Default/A", seed.bytes(2_500_000));
    FolderContent.write(folder, "Default/B", seed.bytes(5000));
    saves.add(fixture.save(folder));
    FolderContent.write(folder, "Default/B", "second".getBytes(UTF_8));
    saves.add(fixture.save(folder, SnapshotFixture.base(saves.getLast())));
    FolderContent.write(folder, "Default/C", "third".getBytes(UTF_8));
    saves.add(fixture.save(folder, SnapshotFixture.base(saves.getLast())));
  }

  private SnapshotReport check(int room) throws IOException {
    List<BlobKey> manifests = saves.stream().map(SavedSnapshot::manifest).toList();
    return new SnapshotCheck(
            new CountedReads(fixture.blobs), fixture.vault, manifests, _ -> {}, room)
        .run();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1000, 1 << 18})
  void readsEachSegmentOnce(int room, @TempDir Path folder) throws IOException {
    save(folder);

    SnapshotReport report = check(room);

    assertThat(report.faults()).isEmpty();
    assertThat(reads.values()).containsOnly(1);
    assertThat(reads).hasSize(3 + 5);
    for (SavedSnapshot saved : saves) {
      assertThat(report.causes(saved.manifest())).isEmpty();
      assertThat(report.needs(saved.manifest()).orElseThrow())
          .containsExactlyInAnyOrderElementsOf(saved.blobs());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1 << 18})
  void tellsWhichSnapshotsADamagedSegmentHits(int room, @TempDir Path folder) throws IOException {
    save(folder);
    BlobKey pack = SnapshotFixture.pack(saves.getFirst());
    int last = fixture.stored(pack).length - 1;

    fixture.faulty.flip(pack, last, 1);
    SnapshotReport inTheEnd = check(room);
    fixture.faulty.flip(pack, last, 1);
    fixture.faulty.flip(pack, 1_200_000, 1);
    SnapshotReport inTheMiddle = check(room);

    assertThat(inTheEnd.faults())
        .containsOnly(Map.entry(pack, new BlobFault.Damaged(pack, "part 2: the seal is broken")));
    assertThat(inTheMiddle.faults())
        .containsOnly(Map.entry(pack, new BlobFault.Damaged(pack, "part 1: the seal is broken")));
    for (SavedSnapshot saved : saves) {
      assertThat(inTheMiddle.causes(saved.manifest())).containsExactly(pack);
      assertThat(inTheEnd.causes(saved.manifest())).containsExactly(pack);
    }
  }

  @Test
  void namesTheFirstOfManyDamagedSegments(@TempDir Path folder) throws IOException {
    save(folder);
    BlobKey pack = SnapshotFixture.pack(saves.getFirst());
    byte[] stored = fixture.stored(pack);

    fixture.overwrite(pack, Arrays.copyOf(stored, 1_200_000));

    assertThat(check(1 << 18).faults())
        .containsOnly(
            Map.entry(pack, new BlobFault.Damaged(pack, "it is too short, and 1 more segments")));
  }

  /** A block that its writer gave another hash, as only who has the key could. */
  @Test
  void comparesEveryBlockWithItsHash(@TempDir Path folder) throws IOException {
    save(folder);
    Tree tree = fixture.tree(saves.getFirst().manifest());
    List<TreeEntry> entries = new ArrayList<>();
    for (TreeEntry entry : tree.entries()) {
      entries.add(entry instanceof TreeEntry.File file ? lastBlockForged(file) : entry);
    }
    BlobKey forged = fixture.forge(Tree.of(entries, tree.packs()));

    SnapshotReport report =
        new SnapshotCheck(
                fixture.blobs,
                fixture.vault,
                List.of(saves.getFirst().manifest(), forged),
                _ -> {},
                1 << 18)
            .run();

    BlobKey pack = SnapshotFixture.pack(saves.getFirst());
    assertThat(report.faults())
        .containsOnly(Map.entry(pack, new BlobFault.Damaged(pack, "part 2 has another content")));
    assertThat(report.causes(saves.getFirst().manifest())).isEmpty();
    assertThat(report.causes(forged)).containsExactly(pack);
  }

  private static TreeEntry lastBlockForged(TreeEntry.File file) {
    List<BlockPlace> blocks = new ArrayList<>(file.blocks());
    BlockPlace last = blocks.removeLast();
    blocks.add(
        new BlockPlace(
            new BlockHash(1, 2, 3, 4), last.pack(), last.segment(), last.offset(), last.length()));
    return new TreeEntry.File(file.path(), file.mode(), file.modifiedNanos(), file.size(), blocks);
  }

  private final class CountedReads implements BlobStore {
    private final BlobStore blobs;

    CountedReads(BlobStore blobs) {
      this.blobs = blobs;
    }

    @Override
    public byte[] read(BlobKey key, long offset, int length) throws IOException {
      reads.merge(key + " " + offset, 1, Integer::sum);
      return blobs.read(key, offset, length);
    }

    @Override
    public BlobUpload upload(BlobKey key) throws IOException {
      return blobs.upload(key);
    }

    @Override
    public InputStream read(BlobKey key) throws IOException {
      return blobs.read(key);
    }

    @Override
    public void delete(BlobKey key) throws IOException {
      blobs.delete(key);
    }

    @Override
    public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
      blobs.list(prefix, visitor);
    }
  }
}
