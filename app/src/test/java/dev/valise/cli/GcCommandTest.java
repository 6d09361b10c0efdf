package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.server.DataFixture;
import dev.valise.upkeep.Amount;
import dev.valise.upkeep.GarbageReport;
import dev.valise.upkeep.GarbageReport.Repacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcCommandTest {
  private static final Amount NONE = new Amount(0, 0);
  private static final Repacked NOTHING = new Repacked(0, 0, 0, 0);

  private final Path data;

  GcCommandTest(@TempDir Path folder) {
    this.data = folder.resolve("data");
  }

  @BeforeEach
  void aStore() throws IOException {
    DataFixture.make(data, "default");
  }

  private Execution gc(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "gc";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Execution.of(Map.of("VALISE_DATA", data.toString()), all);
  }

  private Path orphan(Instant written) throws IOException {
    Path file = data.resolve("blobs/packs/ab/abc");
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, new byte[1234]);
    return Files.setLastModifiedTime(file, FileTime.from(written));
  }

  @Test
  void saysThatThereIsNothingToDo() {
    assertThat(gc())
        .isEqualTo(new Execution(0, "nothing to do: everything that is stored is needed\n", ""));
  }

  @Test
  void freesAndSaysWhat() throws IOException {
    Path orphan = orphan(Instant.EPOCH);
    assertThat(gc("--dry-run"))
        .isEqualTo(
            new Execution(
                0, "would free 1.2 kB: 1 object (1.2 kB) left by saves that were cut off\n", ""));
    assertThat(orphan).exists();
    assertThat(gc())
        .isEqualTo(
            new Execution(
                0, "freed 1.2 kB: 1 object (1.2 kB) left by saves that were cut off\n", ""));
    assertThat(orphan).doesNotExist();
  }

  @Test
  void withoutGraceWhatIsYoungGoesToo() throws IOException {
    Path orphan = orphan(Instant.now());
    assertThat(gc("--grace=1h").status()).isZero();
    assertThat(orphan).exists();
    assertThat(gc("--grace=0").status()).isZero();
    assertThat(orphan).doesNotExist();
  }

  @Test
  void besideAServerThereIsNoLittleGrace() throws Exception {
    try (AutoCloseable _ = DataFixture.hold(data)) {
      assertThat(gc("--grace=59m").err())
          .startsWith("Error: the grace period must be at least 1 hour while others use the data");
      assertThat(gc("--grace=59m").status()).isEqualTo(1);
      assertThat(gc("--grace=1h").status()).isZero();
    }
  }

  @Test
  void aFolderWithoutAStoreIsRefused(@TempDir Path other) {
    assertThat(gc("--data=" + other))
        .isEqualTo(
            new Execution(
                1,
                "",
                "Error: there is nothing of Valise in the folder "
                    + other
                    + ": name the one that the server uses with --data\n"));
  }

  @Test
  void whatWasDoneIsInSentences() {
    var report =
        new GarbageReport(
            false,
            7,
            new Amount(3, 4_560_000),
            NONE,
            new Amount(1, 900),
            Optional.of(Instant.parse("2026-11-22T10:00:00Z")),
            new Repacked(2, 8_000_000, 3_000_000, 7),
            List.of());
    assertThat(GarbageText.lines(report))
        .containsExactly(
            "freed 4.6 MB: 3 objects (4.6 MB) that no version needs",
            "rewrote 2 packs of 8.0 MB as 3.0 MB",
            "kept until 2026-11-22 10:00 UTC, should anybody still read it: 1 object (900 B)");
    var waiting =
        new GarbageReport(
            true, 0, NONE, NONE, new Amount(2, 10), report.waitingUntil(), NOTHING, List.of());
    assertThat(GarbageText.lines(waiting)).first().isEqualTo("would free nothing now");
  }
}
