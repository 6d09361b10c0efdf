package dev.valise.upkeep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.crypto.RootKey;
import dev.valise.testing.MemoryBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stores that earlier releases wrote, and what happened to them since: each gives the findings that
 * stand beside it, and is repaired as far as it was on the day that its lines were written.
 *
 * <p>A store is a {@link StoreText}, whose first lines say what wrote it; it never changes.
 * CONTRIBUTING.md says how one is made, before the format gets another version. What happened to
 * one is a {@code .damage} file, written by hand:
 *
 * <pre>
 * store NAME            of the file of the store
 * delete KEY            a blob
 * cut KEY LENGTH        the rest of a blob
 * flip KEY POSITION     the lowest bit of a byte
 * swap KEY KEY          two blobs
 * sql STATEMENT         after the catalog was opened by this release
 * finding LINE          that a verification must give, or a consequence of the one before
 * repair LINE           that a repair must say, in any order
 * left LINE             as finding, after the repair
 * </pre>
 */
class OldStoresTest {
  private static final Path STORES = Path.of("src/test/resources/stores");

  static List<Path> damages() throws IOException {
    try (Stream<Path> files = Files.list(STORES)) {
      return files.filter(file -> file.toString().endsWith(".damage")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamageGivesTheSameFindingsForEver(Path file, @TempDir Path folder) throws Exception {
    List<String> lines =
        Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    String name = lines.getFirst().substring("store ".length());
    try (StoreFixture store = open(folder, STORES.resolve(name + ".store"))) {
      for (String line : lines) {
        damage(store, line);
      }

      assertThat(lines(store.verify())).isEqualTo(of("finding ", lines));

      RepairReport report = store.repair();
      assertThat(report.repairs().stream().map(Repair::sentence))
          .containsExactlyInAnyOrderElementsOf(of("repair ", lines));
      assertThat(lines(report.left())).isEqualTo(of("left ", lines));
    }
  }

  private static StoreFixture open(Path folder, Path text) throws Exception {
    var blobs = new MemoryBlobStore();
    RootKey root = StoreText.load(Files.readAllLines(text), folder.resolve("catalog.db"), blobs);
    return new StoreFixture(folder, root, blobs);
  }

  private static void damage(StoreFixture store, String line) throws Exception {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "delete" -> store.blobs.delete(new BlobKey(words[1]));
      case "flip" -> store.faulty.flip(new BlobKey(words[1]), Integer.parseInt(words[2]), 1);
      case "sql" -> store.sql(line.substring("sql ".length()));
      case "cut" -> {
        var key = new BlobKey(words[1]);
        store.overwrite(key, Arrays.copyOf(store.stored(key), Integer.parseInt(words[2])));
      }
      case "swap" -> {
        byte[] first = store.stored(new BlobKey(words[1]));
        store.overwrite(new BlobKey(words[1]), store.stored(new BlobKey(words[2])));
        store.overwrite(new BlobKey(words[2]), first);
      }
      default -> assertThat(words[0]).isIn("store", "finding", "repair", "left");
    }
  }

  private static List<String> of(String kind, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()))
        .toList();
  }

  private static List<String> lines(VerifyReport report) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : report.findings()) {
      lines.add(finding.severity() + ": " + finding.problem());
      finding.consequences().stream().sorted().forEach(lines::add);
    }
    return lines;
  }
}
