package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.BlobRecords.Blob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others' blobs lie in the same catalog: each test looks at those of its own fixture. */
abstract class BlobRecordsContract extends OneProfileContract {
  private BlobRecords blobs;

  @BeforeEach
  void aVersionThatIsGoneAndAHead() {
    blobs = catalog().blobs();
    fixture.version(acme, profile, "m1", "old", "shared");
    fixture.version(acme, profile, "m2", "new", "shared");
    // What other tests left must not be counted.
    blobs.condemnUnused(NOW);
    versions.delete(acme, profile, 1);
  }

  @Test
  void whatNoVersionNeedsIsCondemnedOnce() {
    assertThat(blobs.condemnUnused(NOW.plusSeconds(1))).isEqualTo(2);
    assertThat(blobs.condemnUnused(NOW.plusSeconds(2))).isZero();

    for (String key : List.of(fixture.manifest("m1"), fixture.pack("old"))) {
      assertThat(fixture.row(key))
          .contains(new Blob(key, acme, 10, Optional.of(NOW.plusSeconds(1)), false));
    }
    for (String key :
        List.of(fixture.manifest("m2"), fixture.pack("new"), fixture.pack("shared"))) {
      assertThat(fixture.row(key)).contains(new Blob(key, acme, 10, Optional.empty(), false));
    }
  }

  @Test
  void aVersionThatNeedsACondemnedBlobSavesIt() {
    blobs.condemnUnused(NOW);
    fixture.version(acme, profile, "m3", "old", "new");
    assertThat(fixture.row(fixture.pack("old")).orElseThrow().condemnedAt()).isEmpty();
    assertThat(taken(NOW.plusSeconds(9))).containsExactly(fixture.manifest("m1"));

    fixture.version(acme, profile, "m4");
    versions.delete(acme, profile, 3);
    blobs.condemnUnused(NOW.plusSeconds(10));
    assertThat(fixture.row(fixture.pack("old")).orElseThrow().condemnedAt())
        .as("the grace period starts again")
        .contains(NOW.plusSeconds(10));
  }

  @Test
  void onlyWhatWasCondemnedInTimeIsTaken() {
    blobs.condemnUnused(NOW.plusSeconds(5));
    assertThat(taken(NOW.plusSeconds(5).minusMillis(1))).isEmpty();
    assertThat(taken(NOW.plusSeconds(5)))
        .containsExactly(fixture.manifest("m1"), fixture.pack("old"));
    assertThat(fixture.row(fixture.pack("old")).orElseThrow().deleting()).isTrue();
  }

  @Test
  void whatIsTakenIsTakenAgainUntilItIsForgotten() {
    blobs.condemnUnused(NOW);
    assertThat(taken(NOW)).hasSize(2);
    assertThat(taken(NOW.minusSeconds(1))).as("marked before").hasSize(2);
    blobs.forget(List.of(fixture.manifest("m1")));
    assertThat(taken(NOW)).containsExactly(fixture.pack("old"));
    blobs.forget(List.of(fixture.manifest("m1"), fixture.pack("old"), fixture.pack("unknown")));
    assertThat(taken(NOW)).isEmpty();
    assertThat(fixture.row(fixture.pack("old"))).isEmpty();
  }

  @Test
  void onlyWhatIsMarkedIsForgotten() {
    blobs.condemnUnused(NOW);
    blobs.forget(List.of(fixture.pack("old"), fixture.pack("new")));
    assertThat(fixture.row(fixture.pack("old"))).isPresent();
    assertThat(fixture.row(fixture.pack("new"))).isPresent();
  }

  @Test
  void whatNoVersionNeedsIsToldAndNotChanged() {
    Blob manifest = new Blob(fixture.manifest("m1"), acme, 10, Optional.empty(), false);
    Blob pack = new Blob(fixture.pack("old"), acme, 10, Optional.empty(), false);
    for (int i = 0; i < 2; i++) {
      assertThat(unused()).containsExactly(manifest, pack);
    }
    blobs.condemnUnused(NOW);
    Blob condemned = new Blob(fixture.pack("old"), acme, 10, Optional.of(NOW), false);
    assertThat(unused()).contains(condemned);
    assertThat(blobs.unused(fixture.manifest("m1"), 1)).doesNotContain(manifest).hasSize(1);
    taken(NOW);
    catalog().profiles().delete(acme, profile);
    assertThat(unused())
        .as("those that are being deleted")
        .hasSize(5)
        .allMatch(Blob::deleting)
        .extracting(Blob::key)
        .contains(fixture.manifest("m2"), fixture.pack("new"), fixture.pack("shared"));
  }

  @Test
  void sizesAreToldOfWhatTheCatalogHas() {
    blobs.setSize(fixture.pack("new"), 0);
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 3000).forEach(i -> keys.add(fixture.pack("unknown" + i)));
    keys.add(fixture.pack("new"));
    keys.add(fixture.pack("shared"));
    assertThat(blobs.sizes(keys))
        .isEqualTo(Map.of(fixture.pack("new"), 0L, fixture.pack("shared"), 10L));
  }

  @Test
  void batchesGoOnBehindWhatCannotBeDeleted() {
    String[] packs = IntStream.range(0, 7).mapToObj(i -> "x" + i).toArray(String[]::new);
    fixture.version(acme, profile, "m3", packs);
    fixture.version(acme, profile, "m4");
    versions.delete(acme, profile, 3);
    blobs.condemnUnused(NOW);

    List<String> met = new ArrayList<>();
    String after = fixture.pack("x");
    while (met.size() < 7) {
      List<Blob> batch = blobs.takeForDeletion(NOW, after, 3);
      assertThat(batch).hasSizeBetween(1, 3).allMatch(Blob::deleting);
      batch.forEach(blob -> met.add(blob.key()));
      after = met.getLast();
    }
    assertThat(met.subList(0, 7)).isEqualTo(Stream.of(packs).map(fixture::pack).toList());
  }

  @Test
  void theKnownAreThoseWithARowInWhateverState() {
    blobs.condemnUnused(NOW);
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 3000).forEach(i -> keys.add(fixture.pack("unknown" + i)));
    keys.add(fixture.pack("old"));
    keys.add(fixture.pack("new"));
    assertThat(blobs.known(keys)).isEqualTo(Set.of(fixture.pack("old"), fixture.pack("new")));
    taken(NOW);
    assertThat(blobs.known(keys)).hasSize(2);
    blobs.forget(List.of(fixture.pack("old")));
    assertThat(blobs.known(keys)).containsExactly(fixture.pack("new"));
    assertThat(blobs.known(List.of())).isEmpty();
  }

  @Test
  void allAreMetOnceInTheirOrderAndMayBeForgottenMeanwhile() {
    String[] packs = IntStream.range(0, 1200).mapToObj("x%04d"::formatted).toArray(String[]::new);
    fixture.version(acme, profile, "m3", packs);
    catalog().profiles().delete(acme, profile);
    List<String> met = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    blobs.forEach(blob -> {
      met.add(blob.key());
      deleted.add(blob.key());
      if (deleted.size() == 100) {
        blobs.forget(deleted);
        deleted.clear();
      }
    });
    blobs.forget(deleted);
    assertThat(met).isSorted().doesNotHaveDuplicates();
    assertThat(met).containsAll(Stream.of(packs).map(fixture::pack).toList());
    assertThat(blobs.known(Stream.of(packs).map(fixture::pack).toList())).isEmpty();
  }

  @Test
  void aSizeIsNoted() {
    blobs.setSize(fixture.pack("new"), 5_000_000_000L);
    blobs.setSize(fixture.pack("unknown"), 1);
    assertThat(fixture.row(fixture.pack("new")).orElseThrow().size()).isEqualTo(5_000_000_000L);
    assertThat(fixture.row(fixture.pack("shared")).orElseThrow().size()).isEqualTo(10);
    assertThat(fixture.row(fixture.pack("unknown"))).isEmpty();
  }

  private List<String> taken(Instant notAfter) {
    return mine(blobs.takeForDeletion(notAfter, "", Integer.MAX_VALUE)).stream()
        .map(Blob::key)
        .toList();
  }

  private List<Blob> unused() {
    return mine(blobs.unused("", Integer.MAX_VALUE));
  }

  private List<Blob> mine(List<Blob> all) {
    List<String> keys = fixture.mine(all.stream().map(Blob::key));
    return all.stream().filter(blob -> keys.contains(blob.key())).toList();
  }
}
