package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.server.DataFixture;
import dev.valise.testing.Race;
import dev.valise.testing.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on one data folder, as a server and a command beside it, but busier: both save,
 * take back, fork and delete, each its own profiles, and both collect garbage. {@code
 * -Dvalise.processes.seconds=N} for longer.
 */
class TwoProcessesIT {
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("valise.processes.seconds", 30));

  private final Seed seed = Seed.fresh("TwoProcessesIT");
  private final TimeLapse clock = TimeLapse.now();
  private final List<Ledger> ledgers = List.of(new Ledger(), new Ledger());
  private final Path temporary;
  private final Path data;

  TwoProcessesIT(@TempDir Path temporary) {
    this.temporary = temporary;
    this.data = temporary.resolve("data");
  }

  @Test
  void loseNothing() throws Exception {
    DataFixture.make(data, "acme");
    var _ =
        Race.of(
            2,
            number -> {
              try (var process = new LoadProcess(settings(number))) {
                process.awaitEnd(ledgers.get(number)::add);
              }
              return number;
            });
    System.out.println(seed + ": " + ledgers);
    Verified.sound(data, seed.toString());
    try (OpenStore store = OpenStore.in(data, clock)) {
      assertKept(store, false);
      Verified.spotless(data, store, seed.toString());
      assertKept(store, true);
    }
    for (String kind : List.of("saved", "rolled", "deleted", "forked", "deleted blobs")) {
      assertThat(ledgers)
          .as("how much was %s", kind)
          .allSatisfy(ledger -> assertThat(ledger.count(kind)).isPositive());
    }
  }

  private StoreUnderLoad.Settings settings(int number) {
    return new StoreUnderLoad.Settings(
        data,
        temporary.resolve("load" + number),
        clock.start(),
        seed.value() + number,
        LENGTH,
        number == 0,
        List.of("one-of-" + number, "two-of-" + number));
  }

  private void assertKept(OpenStore store, boolean all) throws Exception {
    for (Ledger ledger : ledgers) {
      ledger.assertKept(store, temporary.resolve("checkout"), all);
    }
  }
}
