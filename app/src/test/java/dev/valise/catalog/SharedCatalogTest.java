package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.SavesAndGarbage.World;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.testing.Ids;
import dev.valise.testing.Race;
import dev.valise.testing.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file opened twice, as by a server and a garbage collection beside it. */
class SharedCatalogTest {
  private Catalog one;
  private Catalog two;
  private World world;

  @BeforeEach
  void open(@TempDir Path folder) throws NameTakenException {
    one = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    two = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    OrganisationId organisation =
        one.organisations().findOrCreate("acme", Ids.fresh().organisation(), NOW);
    world =
        new World(
            organisation,
            ConcurrentHashMap.newKeySet(),
            new CopyOnWriteArrayList<>(),
            new ConcurrentHashMap<>());
    for (int i = 0; i < 4; i++) {
      ProfileId profile = Ids.fresh().profile();
      one.profiles().insert(profile, organisation, Optional.empty(), NOW);
      world.profiles().add(profile);
    }
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void whatOneWritesTheOtherReads() {
    ProfileId profile = world.profiles().getFirst();
    var fixture = new CatalogFixture(one);
    Version version = fixture.version(world.organisation(), profile, "m1", "p1");
    assertThat(two.versions().find(profile, 1)).contains(version);
    assertThat(two.profiles().delete(world.organisation(), profile)).isPresent();
    assertThat(one.profiles().find(world.organisation(), profile)).isEmpty();
  }

  @Test
  void bothAppendAtTheSameTimeAndNoNumberIsLost() throws Exception {
    ProfileId profile = world.profiles().getFirst();
    Race.of(
        8,
        number -> {
          var fixture = new CatalogFixture(number % 2 == 0 ? one : two);
          for (int i = 0; i < 5; i++) {
            fixture.version(world.organisation(), profile, "m" + i, "p");
          }
          return number;
        });
    assertThat(one.versions().list(profile, new Page.Window(100, 0)).items())
        .extracting(Version::number)
        .isEqualTo(IntStream.iterate(40, number -> number - 1).limit(40).boxed().toList());
  }

  /** Every step is one transaction, so that one thread can bring them into any order. */
  @Test
  void inWhateverOrderTheStepsComeNoVersionNeedsABlobThatIsGone() throws Exception {
    Random random = Seed.fresh("SharedCatalogTest").random();
    var steps = new SavesAndGarbage(world, List.of(one, two), random);
    for (int i = 0; i < 1000; i++) {
      steps.step();
      if (i % 25 == 0) {
        needed();
      }
    }
    steps.finish();
    assertNothingIsLostOrLeft();
  }

  @Test
  void underRealThreadsNoVersionNeedsABlobThatIsGone() throws Exception {
    Seed seed = Seed.fresh("SharedCatalogTest");
    Race.of(
        4,
        number -> {
          var random = new Random(seed.value() + number);
          var steps = new SavesAndGarbage(world, List.of(number % 2 == 0 ? one : two), random);
          for (int i = 0; i < 150; i++) {
            steps.step();
          }
          steps.finish();
          return number;
        });
    assertNothingIsLostOrLeft();
  }

  private void assertNothingIsLostOrLeft() {
    Set<String> needed = needed();
    assertThat(needed).as("a run in which all was deleted proves nothing").hasSizeGreaterThan(5);
    one.blobs().condemnUnused(NOW);
    List<String> garbage =
        two.blobs().takeForDeletion(NOW, "", Integer.MAX_VALUE).stream()
            .map(BlobRecords.Blob::key)
            .toList();
    garbage.forEach(world.stored()::remove);
    two.blobs().forget(garbage);
    assertThat(new TreeSet<>(world.stored())).isEqualTo(needed);
    assertThat(one.blobs().known(needed)).isEqualTo(needed);
  }

  /** All blobs that versions need, each of which must be there to stay. */
  private Set<String> needed() {
    Set<String> sound = new TreeSet<>();
    one.blobs()
        .forEach(blob -> {
          if (!blob.deleting()) {
            sound.add(blob.key());
          }
        });
    Set<String> needed = new TreeSet<>();
    List<Profile> profiles = new ArrayList<>();
    two.profiles().forEach(profiles::add);
    for (Profile profile : profiles) {
      for (Version version : one.versions().list(profile.id(), new Page.Window(1000, 0)).items()) {
        List<String> blobs = two.versions().blobs(profile.id(), version.number());
        assertThat(Set.copyOf(blobs)).isEqualTo(world.blobs().get(version.manifest()));
        needed.addAll(blobs);
      }
    }
    assertThat(sound).containsAll(needed);
    assertThat(world.stored()).containsAll(needed);
    return needed;
  }
}
