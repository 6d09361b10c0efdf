package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored byte that was changed is found before anybody uses what it says. */
class SnapshotDamageTest {

  /** Where the header tells the version of the format. */
  private static final int VERSION = FormatHeader.LENGTH - 1;

  private final Seed seed = Seed.fresh("SnapshotDamageTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;
  private SavedSnapshot saved;
  private SortedMap<String, String> content;

  SnapshotDamageTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void aSmallSnapshot() throws IOException {
    FolderContent.write(folder, "Default/Cookies", "sid=1".getBytes(UTF_8));
    FolderContent.write(folder, "Default/History", seed.bytes(50));
    FolderContent.write(folder, "Local State", new byte[0]);
    saved = fixture.save(folder);
    content = FolderContent.of(folder);
    assertThat(fixture.read(saved.manifest())).isEqualTo(content);
  }

  @Test
  void everyByteOfAManifestAndAPackCounts() throws IOException {
    Random random = seed.random();
    for (BlobKey blob : fixture.blobs.keys()) {
      for (int position = 0; position < fixture.stored(blob).length; position++) {
        int bits = 1 + random.nextInt(255);
        if (position != VERSION) {
          fixture.faulty.flip(blob, position, bits);
          assertDamaged("byte %s of %s flipped by %s".formatted(position, blob, bits));
          fixture.faulty.flip(blob, position, bits);
        }
      }
    }
    assertThat(fixture.read(saved.manifest())).as("healed").isEqualTo(content);
  }

  @Test
  void anyByteOfALargePackCounts(@TempDir Path large) throws IOException {
    FolderContent.write(large, "Default/random", seed.bytes(3 << 20));
    FolderContent.write(large, "Default/repeating", "valise ".repeat(500_000).getBytes(UTF_8));
    saved = fixture.save(large);
    content = FolderContent.of(large);
    BlobKey pack = SnapshotFixture.pack(saved);
    Random random = seed.random();
    for (int sample = 0; sample < 25; sample++) {
      int position = FormatHeader.LENGTH + random.nextInt(fixture.stored(pack).length - 8);
      fixture.faulty.flip(pack, position, 1 << sample % 8);
      assertDamaged("byte %s flipped, %s".formatted(position, seed));
      fixture.faulty.flip(pack, position, 1 << sample % 8);
    }
  }

  @Test
  void aBlobThatIsCutOffIsDamagedAtEveryLength() throws IOException {
    for (BlobKey blob : fixture.blobs.keys()) {
      byte[] whole = fixture.stored(blob);
      for (int length = 0; length < whole.length; length++) {
        fixture.overwrite(blob, Arrays.copyOf(whole, length));
        assertDamaged("the first %s bytes of %s".formatted(length, blob));
      }
      fixture.overwrite(blob, whole);
    }
    assertThat(fixture.read(saved.manifest())).as("healed").isEqualTo(content);
  }

  @Test
  void aMissingBlobIsDamage() throws IOException {
    for (BlobKey blob : fixture.blobs.keys()) {
      byte[] whole = fixture.stored(blob);
      fixture.blobs.delete(blob);
      assertThatThrownBy(() -> fixture.read(saved.manifest()))
          .isInstanceOf(DamagedSnapshotException.class)
          .hasMessageContaining(blob.value())
          .hasMessageContaining("missing");
      fixture.overwrite(blob, whole);
    }
  }

  @Test
  void blobsOfTwoSnapshotsStandInForNoneOfTheOther(@TempDir Path second) throws IOException {
    FolderContent.write(second, "Default/Cookies", "sid=2".getBytes(UTF_8));
    FolderContent.write(second, "Default/History", seed.bytes(50));
    FolderContent.write(second, "Local State", new byte[0]);
    SavedSnapshot other = fixture.save(second);

    swap(saved.manifest(), other.manifest());
    assertDamaged("swapped manifests");
    swap(saved.manifest(), other.manifest());
    swap(SnapshotFixture.pack(saved), SnapshotFixture.pack(other));
    assertDamaged("swapped packs");
    swap(SnapshotFixture.pack(saved), saved.manifest());
    assertDamaged("a pack in the place of a manifest");
  }

  @Test
  void segmentsOfAPackStandInForNoOther(@TempDir Path large) throws IOException {
    FolderContent.write(large, "Default/random", seed.bytes(2 * PackWriter.SEGMENT_BYTES));
    saved = fixture.save(large);
    content = FolderContent.of(large);
    BlobKey pack = SnapshotFixture.pack(saved);
    byte[] stored = fixture.stored(pack);
    int segment = (stored.length - FormatHeader.LENGTH) / 2;
    byte[] swapped = stored.clone();
    System.arraycopy(stored, 8, swapped, 8 + segment, segment);
    System.arraycopy(stored, 8 + segment, swapped, 8, segment);
    fixture.overwrite(pack, swapped);
    assertDamaged("swapped segments");
  }

  @Test
  void aBlockThatIsNotTheOneItsFileNamesIsDamage() throws IOException {
    Tree sound = fixture.tree(saved.manifest());
    for (UnaryOperator<BlockPlace> change :
        List.<UnaryOperator<BlockPlace>>of(
            block -> at(block, block.offset() + 1, block.length()),
            block -> at(block, block.offset(), block.length() - 1),
            block -> at(block, block.offset(), block.length() + 1000))) {
      List<TreeEntry> entries = sound.files().stream().map(file -> with(file, change)).toList();
      BlobKey forged = fixture.forge(new Tree(entries, sound.packs()));
      assertThatThrownBy(() -> fixture.read(forged))
          .isInstanceOf(DamagedSnapshotException.class)
          .hasMessageContaining("Default/Cookies");
    }
  }

  private static TreeEntry with(TreeEntry.File file, UnaryOperator<BlockPlace> change) {
    List<BlockPlace> blocks = file.blocks().stream().map(change).toList();
    long size = blocks.stream().mapToLong(BlockPlace::length).sum();
    return new TreeEntry.File(file.path(), 0600, 0, size, blocks);
  }

  private static BlockPlace at(BlockPlace block, int offset, int length) {
    return new BlockPlace(block.hash(), block.pack(), block.segment(), offset, length);
  }

  @Test
  void anotherOwnerCannotOpenIt() {
    for (Vault vault :
        new Vault[] {
          fixture.othersVault,
          new Vault(fixture.vault.key(), fixture.othersVault.owner()),
          new Vault(fixture.othersVault.key(), fixture.vault.owner())
        }) {
      assertThatThrownBy(() -> fixture.store.open(saved.manifest(), vault).blobs())
          .isInstanceOf(DamagedSnapshotException.class);
    }
  }

  @Test
  void aNewerFormatIsRefusedByItsNumber() throws IOException {
    for (BlobKey blob : fixture.blobs.keys()) {
      int newest = fixture.stored(blob)[VERSION];
      fixture.faulty.flip(blob, VERSION, newest ^ (newest + 1));
      assertThatThrownBy(() -> fixture.read(saved.manifest()))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DamagedSnapshotException.class)
          .hasMessageContaining(blob.value())
          .hasMessageContaining("version " + (newest + 1))
          .hasMessageEndingWith("reads up to version " + newest + ": use a newer one");
      fixture.faulty.flip(blob, VERSION, newest ^ (newest + 1));
    }
  }

  @Test
  void noOtherVersionOfTheFormatIsRead() throws IOException {
    for (BlobKey blob : fixture.blobs.keys()) {
      for (int bits = 1; bits < 256; bits++) {
        fixture.faulty.flip(blob, VERSION, bits);
        assertThatThrownBy(() -> fixture.read(saved.manifest()))
            .as("flipped by %s", bits)
            .isInstanceOf(IOException.class);
        fixture.faulty.flip(blob, VERSION, bits);
      }
    }
  }

  private void swap(BlobKey one, BlobKey other) throws IOException {
    byte[] bytes = fixture.stored(one);
    fixture.overwrite(one, fixture.stored(other));
    fixture.overwrite(other, bytes);
  }

  private void assertDamaged(String how) {
    var read = new TreeMap<String, String>();
    assertThatThrownBy(() -> fixture.readInto(read, saved.manifest()))
        .as(how)
        .isInstanceOf(DamagedSnapshotException.class);
    read.forEach((path, description) ->
        assertThat(description).as("%s after %s", path, how).isEqualTo(content.get(path)));
  }
}
