package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A save reads and stores what changed since the base, all of it and nothing else. */
class IncrementalSaveTest {
  private static final int PAGE = 4096;
  private static final String DATABASE = "Default/History";
  private static final String LOG = "Default/Local Storage/leveldb/000003.log";

  /** What the manifest and the seals of a small save take, beside its blocks. */
  private static final int OVERHEAD = 1_000;

  private final Seed seed = Seed.fresh("IncrementalSaveTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;
  private SavedSnapshot first;

  IncrementalSaveTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void aProfile() throws IOException {
    byte[] database = seed.bytes(500 * PAGE);
    System.arraycopy("SQLite format 3\0".getBytes(UTF_8), 0, database, 0, 16);
    FolderContent.write(folder, DATABASE, database);
    FolderContent.write(folder, LOG, seed.bytes(70 * PAGE + 100));
    FolderContent.write(folder, "Local State", seed.bytes(3_000));
    first = fixture.save(folder);
  }

  private Base base() {
    return SnapshotFixture.base(first);
  }

  private SavedSnapshot next() throws IOException {
    SavedSnapshot next = fixture.save(folder, base());
    assertThat(fixture.read(next.manifest()))
        .as(seed.toString())
        .isEqualTo(FolderContent.of(folder));
    return next;
  }

  @Test
  void nothingIsWrittenWhenNothingChanged() throws IOException {
    List<BlobKey> before = fixture.blobs.keys();
    for (Optional<CheckoutRecord> record :
        List.of(base().record(), Optional.<CheckoutRecord>empty())) {
      fixture.faulty.failAllAfter(0);
      SavedSnapshot same = fixture.save(folder, new Base(first.snapshot(), record));
      fixture.faulty.heal();
      assertThat(same.written()).isEmpty();
      assertThat(same.manifest()).isEqualTo(first.manifest());
      assertThat(same.blobs()).isEqualTo(first.blobs());
      assertThat(same.storedBytes()).isZero();
      assertThat(same.files()).isEqualTo(first.files());
      assertThat(same.bytes()).isEqualTo(first.bytes());
    }
    assertThat(fixture.blobs.keys()).isEqualTo(before);
  }

  @Test
  void otherAttachmentsAreAChangeOfTheManifestAlone() throws IOException {
    SaveRequest request =
        SaveRequest.of(folder, Preset.full(), Map.of("cookies", "[]"), fixture.vault);
    SavedSnapshot next = fixture.store.save(request.on(base()));
    assertThat(next.written())
        .extracting(SavedSnapshot.Written::key)
        .containsExactly(next.manifest());
    assertThat(next.storedBytes()).isLessThan(OVERHEAD);
    assertThat(fixture.open(next.manifest()).attachments()).isEqualTo(Map.of("cookies", "[]"));
  }

  /** As a server's 304 leaves it: the answer stays, and the headers behind it are other ones. */
  @Test
  void aConfirmedCacheEntryCostsItsHeaders() throws IOException {
    byte[] answer = seed.bytes(300_000);
    for (int length : new int[] {20_000, 70_000, 262_144 - 200, 300_000}) {
      String entry = "Default/Service Worker/CacheStorage/%016x_0".formatted(length);
      FolderContent.write(folder, entry, cacheEntry(answer, length, 700));
      first = fixture.save(folder, base());
      FolderContent.write(folder, entry, cacheEntry(answer, length, 900));
      SavedSnapshot next = next();
      assertThat(next.storedBytes())
          .as(entry)
          .isGreaterThan(900)
          .isLessThan(900 + 2 * PAGE + OVERHEAD);
      first = next;
    }
  }

  private byte[] cacheEntry(byte[] answer, int length, int headers) {
    byte[] entry = Arrays.copyOf(answer, length + headers);
    System.arraycopy(seed.bytes(headers), 0, entry, length, headers);
    return entry;
  }

  /** The record is forged: it says of a file that was changed that it still looks as it does. */
  @Test
  void aFileThatLooksAsRecordedIsNotRead() throws IOException {
    FolderContent.write(folder, "Local State", seed.bytes(2_999));
    Map<String, FileStamp> stamps = new HashMap<>(first.record().files());
    stamps.put("Local State", FoundEntry.of(folder.resolve("Local State")).stamp());
    var forged =
        new CheckoutRecord(first.manifest(), stamps, first.record().folders(), first.bytes());

    SavedSnapshot believing = fixture.save(folder, new Base(first.snapshot(), Optional.of(forged)));
    assertThat(believing.written()).isEmpty();
  }

  @Test
  void aChangeIsFoundThoughSizeAndTimeAreAsBefore() throws IOException {
    Path file = folder.resolve(DATABASE);
    FileTime modified = Files.getLastModifiedTime(file);
    overwrite(DATABASE, 70L * PAGE, new byte[] {1, 2, 3});
    Files.setLastModifiedTime(file, modified);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
    assertThat(next().written()).hasSize(2);
  }

  /** The kernel's clock ticks; what is written twice within a tick has the same stamp twice. */
  @Test
  void aChangeIsFoundThoughItComesRightAfterTheSave(@TempDir Path small) throws IOException {
    Path file = small.resolve("Preferences");
    FileTime modified = FileTime.fromMillis(1_000_000_000_000L);
    for (int round = 0; round < 60; round++) {
      Files.write(file, new byte[] {(byte) round, 1});
      Files.setLastModifiedTime(file, modified);
      SavedSnapshot saved = fixture.save(small);
      Files.write(file, new byte[] {(byte) round, 2});
      Files.setLastModifiedTime(file, modified);
      SavedSnapshot next = fixture.save(small, SnapshotFixture.base(saved));
      assertThat(fixture.read(next.manifest()))
          .as("round %s", round)
          .isEqualTo(FolderContent.of(small));
    }
  }

  @Test
  void aStampIsBelievedOnlyWhenTheClockHasGoneOn() {
    var stamp = new FileStamp(1, 2, 1_000_000_000, 3);
    assertThat(stamp.isSettledAt(1_020_000_000)).isFalse();
    assertThat(stamp.isSettledAt(1_020_000_001)).isTrue();
    assertThat(stamp.recordedAt(1_020_000_000)).isNotEqualTo(stamp);
    assertThat(stamp.recordedAt(1_020_000_001)).isEqualTo(stamp);
  }

  @Test
  void aPageOfALargeDatabaseCostsOneBlock() throws IOException {
    overwrite(DATABASE, 123L * PAGE + 77, new byte[] {1, 2, 3});
    SavedSnapshot next = next();
    assertThat(next.storedBytes()).isBetween((long) PAGE, (long) PAGE + OVERHEAD);
    assertThat(newBlocks(next)).isEqualTo(1);
  }

  @Test
  void whatIsAppendedToALogCostsItsLastBlocks() throws IOException {
    Files.write(folder.resolve(LOG), seed.bytes(2 * PAGE), StandardOpenOption.APPEND);
    SavedSnapshot next = next();
    assertThat(newBlocks(next)).isEqualTo(3);
    assertThat(next.storedBytes()).isLessThan(2 * PAGE + 100 + OVERHEAD);
  }

  @Test
  void aFileThatMovedCostsNoBlock() throws IOException {
    Files.move(folder.resolve(DATABASE), folder.resolve("Default/Archived History"));
    SavedSnapshot next = next();
    assertThat(newBlocks(next)).isZero();
    assertThat(next.written()).hasSize(1);
  }

  @Test
  void versionsShareTheBlocksOfAllThatCameBefore() throws IOException {
    SavedSnapshot last = first;
    for (int page = 0; page < 5; page++) {
      overwrite(DATABASE, (long) page * PAGE + 50, new byte[] {(byte) page});
      last = fixture.save(folder, SnapshotFixture.base(last));
      assertThat(newBlocks(last)).isEqualTo(1);
    }
    assertThat(fixture.tree(last.manifest()).usedPacks()).hasSize(6);
    assertThat(fixture.read(last.manifest())).isEqualTo(FolderContent.of(folder));
  }

  @Test
  void nothingIsSharedWithAnotherOwner() throws IOException {
    SavedSnapshot others =
        fixture.store.save(SaveRequest.of(folder, Preset.full(), Map.of(), fixture.othersVault));
    assertThat(others.blobs()).doesNotContainAnyElementsOf(first.blobs());
    assertThat(others.storedBytes()).isGreaterThan(500L * PAGE);
    SaveRequest mixed = SaveRequest.of(folder, Preset.full(), Map.of(), fixture.othersVault);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.store.save(mixed.on(base())))
        .withMessageContaining(fixture.othersVault.owner());
  }

  @Test
  void aRecordIsOfItsSnapshotOnly() throws IOException {
    overwrite(DATABASE, 0, new byte[] {1});
    SavedSnapshot second = next();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Base(first.snapshot(), Optional.of(second.record())));
  }

  private void overwrite(String path, long position, byte[] bytes) throws IOException {
    try (FileChannel file =
        FileChannel.open(folder.resolve(path), Set.of(StandardOpenOption.WRITE))) {
      file.write(ByteBuffer.wrap(bytes), position);
    }
  }

  /** Blocks that lie in the pack that a save wrote. */
  private long newBlocks(SavedSnapshot saved) throws IOException {
    List<BlobKey> written = saved.written().stream().map(SavedSnapshot.Written::key).toList();
    return fixture.tree(saved.manifest()).files().stream()
        .flatMap(file -> file.blocks().stream())
        .filter(block -> written.contains(block.pack()))
        .count();
  }
}
