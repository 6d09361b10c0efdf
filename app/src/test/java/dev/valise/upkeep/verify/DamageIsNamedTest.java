package dev.valise.upkeep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.crypto.RootKey;
import dev.valise.model.Version;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a blob: named are the versions that cannot be read back, and no others. */
class DamageIsNamedTest {
  private static final int HEADER = 8;

  private final Seed seed = Seed.fresh("DamageIsNamedTest");
  private final Random random = seed.random();
  private final Path folder;
  private StoreFixture store;
  private SmallStore content;

  DamageIsNamedTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void aSmallStore() throws Exception {
    store = new StoreFixture(folder, RootKey.generate());
    content = new SmallStore(store, folder, seed);
    assertThat(store.verify().findings()).isEmpty();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aFlippedByte() throws IOException {
    for (BlobKey blob : store.blobs.keys()) {
      int length = store.stored(blob).length;
      for (int position : new int[] {0, HEADER - 1, HEADER, HEADER + 5, length - 1}) {
        flip(blob, position);
      }
      for (int sample = 0; sample < 4; sample++) {
        flip(blob, random.nextInt(length));
      }
    }
    assertThat(store.verify().findings()).as("healed").isEmpty();
  }

  private void flip(BlobKey blob, int position) throws IOException {
    int bits = 1 << random.nextInt(8);
    store.faulty.flip(blob, position, bits);
    assertNamed("byte %s of %s flipped by %s".formatted(position, blob, bits), Set.of(blob));
    store.faulty.flip(blob, position, bits);
  }

  @Test
  void aBlobThatIsCutOffOrGrewOrIsGone() throws IOException {
    for (BlobKey blob : store.blobs.keys()) {
      byte[] whole = store.stored(blob);
      for (int length : new int[] {0, 3, HEADER, HEADER + 3, whole.length - 1}) {
        store.overwrite(blob, Arrays.copyOf(whole, length));
        assertNamed("the first %s bytes of %s".formatted(length, blob), Set.of(blob));
      }
      store.overwrite(blob, Arrays.copyOf(whole, whole.length + 1));
      assertNamed("a byte more in " + blob, Set.of(blob));
      store.blobs.delete(blob);
      assertNamed("without " + blob, Set.of(blob));
      store.overwrite(blob, whole);
    }
  }

  @Test
  void anotherBlobInItsPlace() throws IOException {
    for (BlobKey blob : store.blobs.keys()) {
      byte[] whole = store.stored(blob);
      for (BlobKey other : store.blobs.keys()) {
        if (!blob.equals(other)) {
          store.overwrite(blob, store.stored(other));
          assertNamed("%s in place of %s".formatted(other, blob), Set.of(blob));
        }
      }
      store.overwrite(blob, whole);
    }
  }

  @Test
  void severalAtOnce() throws IOException {
    List<BlobKey> all = store.blobs.keys();
    for (int round = 0; round < 40; round++) {
      Map<BlobKey, byte[]> before = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        BlobKey blob = all.get(random.nextInt(all.size()));
        if (!before.containsKey(blob)) {
          before.put(blob, store.stored(blob));
          if (random.nextBoolean()) {
            store.blobs.delete(blob);
          } else {
            store.faulty.flip(blob, random.nextInt(before.get(blob).length), 4);
          }
        }
      }
      assertNamed("round %s of %s".formatted(round, seed), before.keySet());
      for (var blob : before.entrySet()) {
        store.overwrite(blob.getKey(), blob.getValue());
      }
    }
  }

  private void assertNamed(String how, Set<BlobKey> damaged) throws IOException {
    Set<String> broken = new TreeSet<>();
    content.versions.forEach((version, organisation) -> {
      if (!store.isRestorable(organisation, version)) {
        broken.add(name(version.profile().value(), version.number()));
      }
    });
    VerifyReport report = store.verify();

    Set<String> named = new TreeSet<>();
    for (Finding finding : report.findings()) {
      if (finding instanceof BlobFinding found) {
        assertThat(damaged).as(how).contains(new BlobKey(found.blob()));
      }
      for (Loss loss : finding.losses()) {
        loss.lost().forEach(number -> named.add(name(loss.profile().id().value(), number)));
        for (int number : loss.restorable()) {
          assertThat(broken).as(how).doesNotContain(name(loss.profile().id().value(), number));
        }
        assertThat(loss.lost().size() + loss.others().size() + loss.restorable().size())
            .as(how)
            .isEqualTo(
                content.versions.keySet().stream()
                    .filter(version -> version.profile().equals(loss.profile().id()))
                    .count());
      }
    }
    assertThat(named).as("%s: %s", how, report.findings()).isEqualTo(broken);
    assertThat(report.findings()).as(how).isNotEmpty();
    assertThat(report.worst()).as("%s: %s", how, report.findings()).isEqualTo(worst(broken));
  }

  private Severity worst(Set<String> broken) {
    boolean head =
        content.versions.keySet().stream()
            .filter(this::isHead)
            .anyMatch(
                version -> broken.contains(name(version.profile().value(), version.number())));
    if (broken.isEmpty()) {
      return Severity.WARNING;
    }
    return head ? Severity.CRITICAL : Severity.ERROR;
  }

  private boolean isHead(Version version) {
    return content.versions.keySet().stream()
        .noneMatch(other ->
            other.profile().equals(version.profile()) && other.number() > version.number());
  }

  private static String name(String profile, int number) {
    return profile + " " + number;
  }
}
