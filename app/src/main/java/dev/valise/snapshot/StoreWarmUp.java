package dev.valise.snapshot;

import dev.valise.blob.DirectoryBlobStore;
import dev.valise.crypto.BrokenSealException;
import dev.valise.crypto.SealingKey;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.IdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first save and the first checkout as fast as the later ones: does both, with a profile
 * that it makes up. Costs a second of one processor. Interrupting the thread ends it, and leaves
 * nothing.
 */
public final class StoreWarmUp implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWarmUp.class);

  /**
   * The JDK's AES-GCM runs at 80 MB/s, and SHA-256 at a sixth of its speed, until HotSpot has
   * compiled their innermost methods and put the processor's own instructions in their place: then
   * at 4 GB/s and 1.6 GB/s. Calls decide that, not bytes. Two hundred segments of a megabyte leave
   * AES-GCM slow; fifteen thousand calls with a kilobyte take 0.3 s and do not (measured on JDK
   * 25).
   */
  private static final int CALLS = 15_000;

  private static final int BYTES = 1 << 10;

  private static final int ROUNDS = 2;
  private static final int FOLDERS = 20;
  private static final int FILES = 10;
  private static final int CHANGES = 5;

  private final SealingKey key = SealingKey.throwaway();

  private final Path folder;
  private final Random random;

  /**
   * @param folder for this alone: emptied before, removed after it
   * @param random makes up the profile; need not be secret
   */
  public StoreWarmUp(Path folder, Random random) {
    this.folder = folder;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      PrivateFiles.deleteTree(folder);
      sealAndHash();
      try {
        for (int round = 0; round < ROUNDS; round++) {
          saveAndCheckOut(PrivateFiles.createFolder(folder.resolve("" + round)));
        }
      } finally {
        PrivateFiles.deleteTree(folder);
      }
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.info("the first save may take longer than the next ones: {}", e.getMessage());
      }
    }
  }

  private void sealAndHash() {
    byte[] context = {};
    byte[] plain = new byte[BYTES];
    var hasher = new BlockHasher();
    try {
      for (int call = 0; call < CALLS && !Thread.currentThread().isInterrupted(); call++) {
        byte[] opened = key.open(key.seal(plain, context), context);
        plain[call % BYTES] ^= (byte) hasher.hash(opened, 0, BYTES).a();
      }
    } catch (BrokenSealException e) {
      throw new IllegalStateException("what was just sealed does not open", e);
    }
  }

  private void saveAndCheckOut(Path folder) throws IOException {
    var store =
        new SnapshotStore(DirectoryBlobStore.open(folder.resolve("blobs")), new IdSource(random));
    Path profile = PrivateFiles.createFolder(folder.resolve("profile"));
    for (int sub = 0; sub < FOLDERS; sub++) {
      Path files = PrivateFiles.createFolder(profile.resolve("folder " + sub));
      for (int file = 0; file < FILES; file++) {
        Files.write(files.resolve("%016x_0".formatted(file)), content());
      }
    }
    SaveRequest request =
        SaveRequest.of(profile, Preset.full(), Map.of(), new Vault(key, "warm-up"));
    SavedSnapshot first = store.save(request);
    for (int file = 0; file < CHANGES; file++) {
      Files.write(profile.resolve("folder 0/%016x_0".formatted(file)), content());
    }
    var base = new Base(first.snapshot(), Optional.of(first.record()));
    SavedSnapshot next = store.save(request.on(base));
    Path checkout = folder.resolve("checkout");
    CheckoutRecord record = next.snapshot().checkOut(checkout, Optional.empty());
    var _ =
        first
            .snapshot()
            .checkOut(checkout, Optional.of(new Base(next.snapshot(), Optional.of(record))));
  }

  private byte[] content() {
    byte[] content = new byte[random.nextInt(1, 9) << 10];
    random.nextBytes(content);
    return content;
  }
}
