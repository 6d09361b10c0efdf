package dev.valise.server;

import dev.valise.catalog.CatalogException;
import dev.valise.crypto.KeyException;
import dev.valise.model.IdSource;
import dev.valise.model.Refusal;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.upkeep.verify.RepairReport;
import dev.valise.upkeep.verify.Verification;
import dev.valise.upkeep.verify.VerifyProgress;
import dev.valise.upkeep.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A verification of a data folder, also beside a running server. All failures are {@link
 * StartupException}s, with a message for a person.
 */
public final class StoreVerification implements AutoCloseable {
  private final OpenedData data;
  private final Verification verification;

  private StoreVerification(OpenedData data) throws IOException {
    this.data = data;
    var blobs = data.openBlobs();
    this.verification =
        new Verification(
            new Verification.Parts(
                data.catalog(),
                blobs,
                new SnapshotStore(blobs, new IdSource(new SecureRandom())),
                data.keyring(),
                Clock.tickMillis(ZoneOffset.UTC)));
  }

  public static StoreVerification open(Path folder) {
    OpenedData data = OpenedData.besideServer(folder);
    try {
      return new StoreVerification(data);
    } catch (IOException e) {
      data.close();
      throw new StartupException("cannot use the data folder " + folder + ": " + e, e);
    }
  }

  /**
   * Verifies, and changes nothing.
   *
   * @param profile the name or id of the only profiles to look at
   */
  public VerifyReport verify(Optional<String> profile, VerifyProgress progress) {
    return attempt(() -> verification.verify(profile, progress));
  }

  /** Verifies, repairs what can be repaired, and verifies again. */
  public RepairReport repair(Optional<String> profile, VerifyProgress progress) {
    return attempt(() -> {
      try (var _ = data.folder().lockUpkeep()) {
        return verification.repair(profile, progress);
      }
    });
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(Work<T> work) {
    try {
      return work.run();
    } catch (IOException | KeyException | CatalogException e) {
      throw new StartupException("the store cannot be verified: " + e.getMessage(), e);
    } catch (Refusal e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
