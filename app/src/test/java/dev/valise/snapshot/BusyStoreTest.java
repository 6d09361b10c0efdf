package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Ids;
import dev.valise.testing.Race;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Virtual threads share as many carriers as there are processors, and one that computes gives its
 * own back to nobody (JEP 444). Saves and checkouts compute for seconds; the tunnels of all other
 * browsers go on meanwhile.
 */
class BusyStoreTest {

  /** More than enough for all carriers. */
  private static final int CALLERS = 2 * Runtime.getRuntime().availableProcessors();

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SnapshotFixture fixture = new SnapshotFixture();
  private final AtomicBoolean othersWentOn = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();

  @Test
  void othersGoOnDuringSaves(@TempDir Path folder) throws Exception {
    FolderContent.write(folder, "Default/Cookies", new byte[10]);
    var _ =
        Race.of(
            CALLERS,
            _ -> {
              letOthersGoOn();
              SaveRequest request =
                  fixture.request(folder).telling((_, _, _, _) -> computeUntilOthersWentOn());
              return fixture.store.save(request);
            });
    assertThat(stopped).isFalse();
  }

  @Test
  void othersGoOnDuringCheckouts(@TempDir Path folder) throws Exception {
    FolderContent.write(folder.resolve("live"), "Default/Cookies", new byte[10]);
    BlobKey saved = fixture.save(folder.resolve("live")).manifest();
    var busy = new SnapshotStore(new BusyReads(fixture.blobs), Ids.fresh());
    var _ =
        Race.of(
            CALLERS,
            number -> {
              letOthersGoOn();
              Snapshot snapshot = busy.open(saved, fixture.vault);
              return snapshot.checkOut(folder.resolve("restored" + number), Optional.empty());
            });
    assertThat(stopped).isFalse();
  }

  private void letOthersGoOn() {
    Thread.startVirtualThread(() -> othersWentOn.set(true));
  }

  private void computeUntilOthersWentOn() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!othersWentOn.get()) {
      if (System.nanoTime() > end) {
        stopped.set(true);
        return;
      }
      Thread.onSpinWait();
    }
  }

  /** What it reads of packs takes computing. */
  private final class BusyReads implements BlobStore {
    private final BlobStore sound;

    BusyReads(BlobStore sound) {
      this.sound = sound;
    }

    @Override
    public byte[] read(BlobKey key, long offset, int length) throws IOException {
      computeUntilOthersWentOn();
      return sound.read(key, offset, length);
    }

    @Override
    public InputStream read(BlobKey key) throws IOException {
      return sound.read(key);
    }

    @Override
    public BlobUpload upload(BlobKey key) throws IOException {
      return sound.upload(key);
    }

    @Override
    public void delete(BlobKey key) throws IOException {
      sound.delete(key);
    }

    @Override
    public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
      sound.list(prefix, visitor);
    }
  }
}
