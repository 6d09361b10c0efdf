package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.server.DataFixture;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed in the middle of everything: saves, checkouts, roll-backs, forks,
 * deletions, garbage collections and key rotations, again and again. {@code -Dvalise.kills=N} for
 * more of them.
 */
class KilledStoreIT {
  private static final int KILLS = Integer.getInteger("valise.kills", 12);

  private final Seed seed = Seed.fresh("KilledStoreIT");
  private final Random random = seed.random();
  private final TimeLapse clock = TimeLapse.now();
  private final Ledger ledger = new Ledger();
  private final Path temporary;
  private final Path data;

  KilledStoreIT(@TempDir Path temporary) {
    this.temporary = temporary;
    this.data = temporary.resolve("data");
  }

  @Test
  void whatItSaidToBeDoneIsThere() throws Exception {
    DataFixture.make(data, "acme");
    for (int kill = 1; kill <= KILLS; kill++) {
      try (var process = new LoadProcess(settings())) {
        process.kill(8 + random.nextInt(72), random.nextLong(50_000_000), ledger::add);
      }
      String when = "after kill %s, %s: %s".formatted(kill, seed, ledger);
      System.out.println(when);
      Verified.sound(data, when);
      assertKept(false);
    }
    try (OpenStore store = OpenStore.in(data, clock)) {
      Verified.spotless(data, store, seed.toString());
    }
    assertKept(true);
    assertNoUploadIsLeft();
    for (String kind : List.of("saved", "rolled", "deleted", "forked", "deleted blobs")) {
      assertThat(ledger.count(kind)).as("how much was %s: %s", kind, ledger).isPositive();
    }
  }

  private StoreUnderLoad.Settings settings() {
    return new StoreUnderLoad.Settings(
        data,
        temporary.resolve("load"),
        clock.start(),
        random.nextLong(),
        Duration.ofMinutes(5),
        true,
        List.of("one", "two", "three"));
  }

  private void assertKept(boolean all) throws IOException {
    try (OpenStore store = OpenStore.in(data, clock)) {
      ledger.assertKept(store, temporary.resolve("checkout"), all);
    }
  }

  private void assertNoUploadIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("blobs/.incoming"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
