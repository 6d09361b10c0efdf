package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests that say what changed against another one: cheap to write, and never a long chain. */
class LayersTest {
  private static final int FILES = 200;
  private static final int SAVES = 80;

  private final Seed seed = Seed.fresh("LayersTest");
  private final Random random = seed.random();
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;

  LayersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void manyFiles() throws IOException {
    for (int i = 0; i < FILES; i++) {
      change(i);
    }
  }

  private void change(int file) throws IOException {
    Files.write(folder.resolve("file " + file), new byte[] {(byte) file, (byte) random.nextInt()});
  }

  @Test
  void aChainIsAsLongAsTheLogarithmOfItsTree() throws IOException {
    assertChainsStayShort(Map.of());
  }

  @Test
  void attachmentsThatOutweighEveryChangeMakeItNoLonger() throws IOException {
    StringBuilder cookies = new StringBuilder();
    random.ints(30_000, ' ', '~').forEach(cookies::appendCodePoint);
    assertChainsStayShort(Map.of("cookies", cookies.toString()));
  }

  private void assertChainsStayShort(Map<String, String> attachments) throws IOException {
    SavedSnapshot last = save(Optional.empty(), attachments);
    double most = Math.log(TreeEncoder.encode(tree(last), Tree.EMPTY).bytes().length) / Math.log(2);
    long written = 0;
    for (int save = 0; save < SAVES; save++) {
      change(random.nextInt(FILES));
      last = save(Optional.of(SnapshotFixture.base(last)), attachments);
      List<Layers.Layer> layers = fixture.open(last.manifest()).layers().layers();
      assertThat(layers).as("save %s, %s", save, seed).hasSizeLessThanOrEqualTo((int) most);
      for (int i = 1; i < layers.size(); i++) {
        assertThat(layers.get(i).changeBytes())
            .as("layer %s of save %s, %s", i, save, seed)
            .isGreaterThan(2 * layers.get(i - 1).changeBytes());
      }
      written += layers.getFirst().changeBytes();
    }
    assertThat(written / SAVES)
        .as("bytes of changes of a save, on the average")
        .isLessThan(TreeEncoder.encode(tree(last), Tree.EMPTY).bytes().length / 8);
  }

  private SavedSnapshot save(Optional<Base> base, Map<String, String> attachments)
      throws IOException {
    SaveRequest request = SaveRequest.of(folder, Preset.everything(), attachments, fixture.vault);
    return fixture.store.save(base.isPresent() ? request.on(base.get()) : request);
  }

  private Tree tree(SavedSnapshot saved) throws IOException {
    return fixture.tree(saved.manifest());
  }

  @Test
  void everyVersionOfALongChainIsReadable(@TempDir Path temporary) throws IOException {
    List<SavedSnapshot> saved = new ArrayList<>();
    List<SortedMap<String, String>> trees = new ArrayList<>();
    saved.add(fixture.save(folder));
    trees.add(FolderTree.of(folder));
    for (int save = 0; save < 40; save++) {
      change(random.nextInt(FILES));
      saved.add(fixture.save(folder, SnapshotFixture.base(saved.getLast())));
      trees.add(FolderTree.of(folder));
    }
    for (int version = 0; version < saved.size(); version += 7) {
      Path restored = temporary.resolve("v" + version);
      fixture.checkOut(saved.get(version).manifest(), restored);
      assertThat(FolderTree.of(restored)).as(seed.toString()).isEqualTo(trees.get(version));
    }
  }

  @Test
  void aManifestNeedsTheBlobsItNamesAndNoOther() throws IOException {
    SavedSnapshot first = fixture.save(folder);
    change(1);
    SavedSnapshot second = fixture.save(folder, SnapshotFixture.base(first));
    change(2);
    SavedSnapshot third = fixture.save(folder, SnapshotFixture.base(second));
    SortedMap<String, String> content = fixture.read(third.manifest());
    for (BlobKey blob : fixture.blobs.keys()) {
      byte[] bytes = fixture.stored(blob);
      fixture.blobs.delete(blob);
      if (third.blobs().contains(blob)) {
        assertThatThrownBy(() -> fixture.read(third.manifest()))
            .as(blob.value())
            .isInstanceOf(DamagedSnapshotException.class)
            .hasMessageContaining(blob.value());
        fixture.overwrite(blob, bytes);
      }
    }
    assertThat(fixture.read(third.manifest())).isEqualTo(content);
  }

  @Test
  void layersThatDoNotEndAreDamage() throws IOException {
    SavedSnapshot saved = fixture.save(folder);
    byte[] nothing = {TreeEncoder.END};
    BlobKey one = fixture.forge(index(saved.manifest()), nothing);
    BlobKey other = fixture.forge(index(one), nothing);
    fixture.forgeAt(one, index(other), nothing);
    assertThatThrownBy(() -> fixture.read(other))
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining("do not end");

    BlobKey top = saved.manifest();
    for (int depth = 0; depth < 100; depth++) {
      top = fixture.forge(index(top), nothing);
    }
    BlobKey deep = top;
    assertThatThrownBy(() -> fixture.read(deep))
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining("do not end");
  }

  private static ManifestIndex index(BlobKey base) {
    return new ManifestIndex(Optional.of(base), List.of(), Map.of(), 1);
  }

  @Test
  void aChangeThatIsUndoneCostsNoMore() throws IOException {
    LongStream.Builder sizes = LongStream.builder();
    SavedSnapshot last = fixture.save(folder);
    for (int save = 0; save < 20; save++) {
      change(7);
      last = fixture.save(folder, SnapshotFixture.base(last));
      sizes.add(last.written().getLast().size());
    }
    assertThat(sizes.build().max().orElseThrow()).as("bytes of a manifest").isLessThan(1_000);
  }
}
