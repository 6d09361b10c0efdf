package dev.valise.profile;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.CatalogException;
import dev.valise.catalog.ProfileRecords;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.snapshot.Base;
import dev.valise.snapshot.CheckoutRecord;
import dev.valise.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes versions into folders, and keeps the folders for the next time. Thread-safe. Closing waits
 * until all that is kept is tidy.
 */
public final class ProfileCheckouts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileCheckouts.class);

  private final ProfileVersions versions;
  private final WarmCheckouts warm;
  private final ProfileRecords profiles;
  private final ExecutorService tidying = Executors.newVirtualThreadPerTaskExecutor();

  public ProfileCheckouts(ProfileVersions versions, WarmCheckouts warm, ProfileRecords profiles) {
    this.versions = versions;
    this.warm = warm;
    this.profiles = profiles;
  }

  /**
   * Writes a version into a folder.
   *
   * @param folder that does not exist
   * @throws dev.valise.snapshot.DamagedSnapshotException when a stored byte was changed; what was
   *     written by then must not be used
   */
  public LoadedVersion checkOut(OrganisationId organisation, Version version, Path folder)
      throws IOException {
    Snapshot snapshot = versions.open(organisation, version);
    Optional<CheckoutRecord> record = warm.claim(version.profile(), folder);
    CheckoutRecord now =
        record.isPresent()
            ? sync(organisation, snapshot, folder, record.get())
            : snapshot.checkOut(folder, Optional.empty());
    return new LoadedVersion(
        version, new Base(snapshot, Optional.of(now)), ProfileVersions.cookies(snapshot));
  }

  private CheckoutRecord sync(
      OrganisationId organisation, Snapshot target, Path folder, CheckoutRecord record)
      throws IOException {
    try {
      BlobKey manifest = record.manifest();
      Snapshot before =
          manifest.equals(target.manifest()) ? target : versions.open(organisation, manifest);
      return target.checkOut(folder, Optional.of(new Base(before, Optional.of(record))));
    } catch (IOException e) {
      LOG.info("the warm checkout {} is of no use: {}", folder, e.getMessage());
      PrivateFiles.deleteTree(folder);
      return target.checkOut(folder, Optional.empty());
    }
  }

  /**
   * Keeps the folder of a session that has ended for the next one of its profile; it is gone from
   * where it was. Its leftovers are removed in the background.
   *
   * @param state what the folder equals, or equalled when it was loaded
   */
  public void park(OrganisationId organisation, Path folder, LoadedVersion state)
      throws IOException {
    ProfileId profile = state.version().profile();
    Base base = state.base();
    if (base.record().isEmpty()) {
      PrivateFiles.deleteTree(folder);
      return;
    }
    warm.park(profile, folder, base.record().get());
    // Who deleted the profile while the session ran found nothing to wipe.
    if (!exists(organisation, profile)) {
      warm.wipe(profile);
      return;
    }
    Snapshot snapshot = base.snapshot();
    tidying.execute(() ->
        warm.tidy(
            profile,
            (parked, record) ->
                snapshot.manifest().equals(record.manifest())
                    ? snapshot.tidy(parked, new Base(snapshot, Optional.of(record)))
                    : record));
  }

  /** To keep nothing costs time, to keep the state of a deleted profile breaks a promise. */
  private boolean exists(OrganisationId organisation, ProfileId profile) {
    try {
      return profiles.find(organisation, profile).isPresent();
    } catch (CatalogException e) {
      LOG.warn("whether profile {} still exists is not known", profile, e);
      return false;
    }
  }

  /** Deletes what a server that ended too early kept of profiles that are deleted. */
  public void wipeDeleted() {
    Set<ProfileId> existing = new HashSet<>();
    profiles.forEach(profile -> existing.add(profile.id()));
    for (ProfileId profile : warm.parked()) {
      if (!existing.contains(profile)) {
        warm.wipe(profile);
      }
    }
  }

  /** Deletes what is kept of a profile. */
  public void wipe(ProfileId profile) {
    warm.wipe(profile);
  }

  @Override
  public void close() {
    tidying.close();
  }
}
