package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.disk.PrivateFiles;
import dev.valise.testing.ChangingFolder;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved of a folder while programs go on writing to it. */
final class StagedFolderTest {
  private final Seed seed = Seed.fresh("StagedFolderTest");
  private final SnapshotFixture fixture = new SnapshotFixture();

  @TempDir private Path live;
  @TempDir private Path copies;

  @Test
  void whatTheFolderWasWhenAllStoodStillIsSavedWhateverHappensBeforeAndAfter() throws IOException {
    write("Default/Cookies", "before");
    write("Default/gone", "before");
    write("Default/turns", "into a folder");
    write("Default/folder/turns", "into a file");
    StagedFolder staged = begin(Optional.empty());
    staged.copyAhead();

    write("Default/Cookies", "between");
    write("Default/new/file", "between");
    Files.delete(live.resolve("Default/gone"));
    Files.delete(live.resolve("Default/turns"));
    write("Default/turns/file", "between");
    Files.delete(live.resolve("Default/folder/turns"));
    Files.delete(live.resolve("Default/folder"));
    write("Default/folder", "between");
    staged.copyRest();
    var expected = FolderContent.of(live);
    write("Default/Cookies", "after");
    write("Default/later", "after");

    SavedSnapshot saved = save(staged);

    assertThat(fixture.read(saved.manifest())).isEqualTo(expected);
    assertThat(saved.refused()).isEmpty();
  }

  @Test
  void whatTheBaseHasIsNotCopiedAndTheNextSaveOfTheFolderReadsNothing() throws IOException {
    write("Default/History", "x".repeat(100_000));
    write("Default/Cookies", "one");
    SavedSnapshot first = settled();
    write("Default/Cookies", "two");

    StagedFolder staged = begin(Optional.of(SnapshotFixture.base(first)));
    staged.copyAhead();
    staged.copyRest();
    assertThat(copies.resolve("Default/History")).doesNotExist();
    assertThat(copies.resolve("Default/Cookies")).hasContent("two");
    SavedSnapshot second = save(staged);

    assertThat(fixture.read(second.manifest())).isEqualTo(FolderContent.of(live));
    assertThat(second.storedBytes()).isLessThan(2_000);
    assertThat(fixture.save(live, SnapshotFixture.base(second)).written()).isEmpty();
  }

  @Test
  void aFolderThatNobodyChangedIsItsBase() throws IOException {
    write("Default/Cookies", "one");
    SavedSnapshot first = settled();
    StagedFolder staged = begin(Optional.of(SnapshotFixture.base(first)));
    staged.copyAhead();
    staged.copyRest();

    SavedSnapshot second = save(staged);

    assertThat(second.written()).isEmpty();
    assertThat(second.manifest()).isEqualTo(first.manifest());
  }

  @Test
  void whatSomebodyWantsToReadIsThereThoughTheBaseHasIt() throws IOException {
    write("Default/Local Storage/leveldb/000003.log", "a log");
    write("Default/Cookies", "one");
    SavedSnapshot first = settled();
    StagedFolder staged =
        StagedFolder.begin(
            live,
            copies,
            Preset.full(),
            Optional.of(SnapshotFixture.base(first)),
            path -> path.startsWith("Default/Local Storage/"));
    staged.copyRest();

    assertThat(copies.resolve("Default/Local Storage/leveldb/000003.log")).hasContent("a log");
    assertThat(copies.resolve("Default/Cookies")).doesNotExist();
    assertThat(save(staged).written()).isEmpty();
  }

  @Test
  void aFileThatIsAddedIsInTheSnapshotAndTheSameWhenItIsAddedAgain() throws IOException {
    write("Default/leveldb/000003.log", "a log");
    SavedSnapshot first = settled();
    Optional<Base> base = Optional.of(SnapshotFixture.base(first));
    SavedSnapshot second = save(withAddition(base, "more"));
    assertThat(fixture.read(second.manifest())).containsKey("Default/leveldb/000004.log");

    Optional<Base> next = Optional.of(SnapshotFixture.base(second));
    Files.delete(copies.resolve("Default/leveldb/000004.log"));

    assertThat(save(withAddition(next, "more")).written()).isEmpty();
    Files.delete(copies.resolve("Default/leveldb/000004.log"));
    assertThat(save(withAddition(next, "even more")).written()).isNotEmpty();
  }

  private StagedFolder withAddition(Optional<Base> base, String content) throws IOException {
    StagedFolder staged = begin(base);
    staged.copyRest();
    FolderContent.write(copies, "Default/leveldb/000004.log", content.getBytes(UTF_8));
    staged.add("Default/leveldb/000004.log");
    return staged;
  }

  @Test
  void aHoleStaysOne() throws IOException {
    try (var file = new RandomAccessFile(live.resolve("hole").toFile(), "rw")) {
      file.setLength(64 << 20);
      file.write(1);
    }
    StagedFolder staged = begin(Optional.empty());
    staged.copyRest();

    assertThat(Files.size(copies.resolve("hole"))).isEqualTo(64 << 20);
    // In units of 512 bytes; Java does not say how much of a file is on disk.
    Process stat =
        new ProcessBuilder("stat", "-c", "%b", copies.resolve("hole").toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(Long.parseLong(blocks)).isLessThan(4096);
    assertThat(fixture.read(save(staged).manifest())).isEqualTo(FolderContent.of(live));
  }

  @Test
  void randomChangesBeforeBetweenAndAfterThePasses() throws IOException {
    Random random = seed.random();
    var changes = new ChangingFolder(live, random);
    Optional<Base> base = Optional.empty();
    for (int round = 0; round < 30; round++) {
      StagedFolder staged = begin(base);
      change(changes, random.nextInt(20));
      staged.copyAhead();
      change(changes, random.nextInt(20));
      staged.copyRest();
      var expected = FolderContent.of(live);
      change(changes, random.nextInt(20));
      SavedSnapshot saved = save(staged);
      assertThat(fixture.read(saved.manifest())).as("round %d", round).isEqualTo(expected);
      base = Optional.of(SnapshotFixture.base(saved));
      PrivateFiles.deleteTree(copies);
      Files.createDirectory(copies);
    }
  }

  private static void change(ChangingFolder folder, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      folder.change();
    }
  }

  @Test
  void aFolderThatWasStagedOnAnotherBaseIsNotSaved() throws IOException {
    write("Default/Cookies", "one");
    SavedSnapshot first = settled();
    StagedFolder staged = begin(Optional.of(SnapshotFixture.base(first)));
    staged.copyRest();
    var other = new Base(first.snapshot(), Optional.empty());

    assertThatThrownBy(() -> fixture.store.save(fixture.request(copies).from(staged).on(other)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFolderThatWasNotCopiedToItsEndIsNotSaved() throws IOException {
    write("Default/Cookies", "one");
    StagedFolder staged = begin(Optional.empty());
    staged.copyAhead();

    assertThatThrownBy(() -> save(staged)).isInstanceOf(IllegalStateException.class);
  }

  private StagedFolder begin(Optional<Base> base) throws IOException {
    return StagedFolder.begin(live, copies, Preset.full(), base, _ -> false);
  }

  private SavedSnapshot save(StagedFolder staged) throws IOException {
    return fixture.store.save(fixture.request(copies).from(staged));
  }

  /** With a record in which all files are settled. */
  private SavedSnapshot settled() throws IOException {
    FileClock.awaitSettled(
        FolderScan.of(live, Preset.full()).files().stream()
            .map(FolderScan.FoundFile::stamp)
            .toList());
    return fixture.save(live);
  }

  private void write(String path, String content) throws IOException {
    FolderContent.write(live, path, content.getBytes(UTF_8));
  }
}
