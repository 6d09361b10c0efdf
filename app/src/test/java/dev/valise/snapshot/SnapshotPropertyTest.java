package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.disk.PrivateFiles;
import dev.valise.testing.ChangingFolder;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any folder, changed in any way, saved on the base of any earlier state: every version gives the
 * same tree again, byte for byte, mode and time of change, from any state of the folder that it is
 * checked out into. {@code -Dvalise.property.rounds=N} for more of them.
 */
class SnapshotPropertyTest {
  private static final int ROUNDS = Integer.getInteger("valise.property.rounds", 3);
  private static final int STEPS = 60;

  private final Seed seed = Seed.fresh("SnapshotPropertyTest");
  private final Random random = seed.random();
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final List<Version> versions = new ArrayList<>();

  /** What was saved, and what the folder was like. */
  private record Version(SavedSnapshot saved, SortedMap<String, String> tree) {}

  @Test
  void everyVersionIsWhatTheFolderWas(@TempDir Path temporary) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      versions.clear();
      round(Files.createDirectory(temporary.resolve("round" + round)));
    }
  }

  private void round(Path folder) throws IOException {
    Path live = Files.createDirectory(folder.resolve("live"));
    Path synced = folder.resolve("synced");
    var changing = new ChangingFolder(live, random);
    changing.deepFile(3_500);
    Optional<Base> state = Optional.empty();
    for (int step = 0; step < STEPS; step++) {
      String when = "step %s of %s, %s".formatted(step, folder, seed);
      for (int changes = random.nextInt(5); changes > 0; changes--) {
        changing.change();
      }
      versions.add(save(live, when));
      assertCheckedOut(folder.resolve("empty" + step), any(), when);
      state = Optional.of(sync(synced, state, any(), when));
      leaveThingsBehind(synced);
    }
    for (int again = 0; again < 5; again++) {
      assertCheckedOut(folder.resolve("again"), any(), "at the end, " + seed);
    }
  }

  private Version save(Path live, String when) throws IOException {
    SortedMap<String, String> tree = FolderTree.of(live);
    SavedSnapshot saved = fixture.store.save(request(live));
    assertThat(saved.refused()).as(when).isEmpty();
    assertThat(fixture.open(saved.manifest()).blobs()).as(when).isEqualTo(saved.blobs());
    return new Version(saved, tree);
  }

  private SaveRequest request(Path live) throws IOException {
    SaveRequest request =
        SaveRequest.of(
            live, Preset.everything(), Map.of("step", "" + random.nextInt(3)), fixture.vault);
    if (versions.isEmpty() || random.nextInt(8) == 0) {
      return request;
    }
    SavedSnapshot base = random.nextInt(3) == 0 ? any().saved() : versions.getLast().saved();
    return request.on(
        new Base(
            fixture.open(base.manifest()),
            random.nextInt(6) == 0 ? Optional.empty() : Optional.of(base.record())));
  }

  private Version any() {
    return versions.get(random.nextInt(versions.size()));
  }

  private void assertCheckedOut(Path folder, Version version, String when) throws IOException {
    fixture.checkOut(version.saved().manifest(), folder);
    assertThat(FolderTree.of(folder)).as(when).isEqualTo(version.tree());
    PrivateFiles.deleteTree(folder);
  }

  private Base sync(Path folder, Optional<Base> state, Version version, String when)
      throws IOException {
    Snapshot target = fixture.open(version.saved().manifest());
    CheckoutRecord record = target.checkOut(folder, state);
    assertThat(FolderTree.of(folder)).as(when).isEqualTo(version.tree());
    var base = new Base(target, Optional.of(record));
    SaveRequest request =
        SaveRequest.of(folder, Preset.everything(), target.attachments(), fixture.vault);
    assertThat(fixture.store.save(request.on(base)).written()).as(when).isEmpty();
    return base;
  }

  /** As a session does of which nothing is saved. */
  private void leaveThingsBehind(Path folder) throws IOException {
    var session = new ChangingFolder(folder, random);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      session.change();
    }
    if (random.nextInt(3) == 0) {
      Files.deleteIfExists(folder.resolve("link"));
      Files.createSymbolicLink(folder.resolve("link"), Path.of("../live"));
    }
  }
}
