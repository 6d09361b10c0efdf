package dev.valise.profile;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.VersionRecords;
import dev.valise.crypto.KeyException;
import dev.valise.crypto.Keyring;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SavedSnapshot;
import dev.valise.snapshot.Snapshot;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of profiles: saves a browser's folder as the next one, and writes one back into a
 * folder. Thread-safe; a version is durable before it is the head.
 */
public final class ProfileVersions {

  /** The attachment in which the cookies travel, session cookies too. */
  private static final String COOKIES = "cookies";

  private final SnapshotStore snapshots;
  private final VersionRecords records;
  private final Keyring keyring;
  private final Preset preset;
  private final InstantSource clock;

  public ProfileVersions(
      SnapshotStore snapshots,
      VersionRecords records,
      Keyring keyring,
      Preset preset,
      InstantSource clock) {
    this.snapshots = snapshots;
    this.records = records;
    this.keyring = keyring;
    this.preset = preset;
    this.clock = clock;
  }

  /**
   * Saves a folder as the next version and makes it the head.
   *
   * @return the version, or empty when the profile was deleted meanwhile
   * @throws IOException when it could not be stored; the head is as before
   */
  public Optional<Version> save(
      OrganisationId organisation, ProfileId profile, SessionId session, ProfileState state)
      throws IOException {
    SavedSnapshot saved =
        snapshots.save(
            state.userDataDir(),
            preset,
            Map.of(COOKIES, state.cookies().json()),
            vault(organisation));
    var figures =
        new SaveFigures(
            saved.files(),
            saved.bytes(),
            saved.storedBytes(),
            state.cookies().count(),
            state.cookies().withoutExpiry(),
            saved.leftOut().files(),
            saved.leftOut().bytes());
    return records.append(
        organisation,
        new VersionRecords.Draft(
            profile,
            clock.instant(),
            session,
            state.browserVersion(),
            saved.manifest().value(),
            saved.packs().stream().map(BlobKey::value).toList(),
            figures));
  }

  /**
   * Writes a version into an empty folder.
   *
   * @return the cookies it was saved with, an array of Network.Cookie in JSON
   * @throws dev.valise.snapshot.DamagedSnapshotException when a stored byte was changed; what was
   *     written by then must not be used
   */
  public String checkOut(OrganisationId organisation, Version version, Path folder)
      throws IOException {
    Snapshot snapshot = open(organisation, version);
    snapshot.checkOut(folder);
    return snapshot.attachments().getOrDefault(COOKIES, "[]");
  }

  /** Opens the newest version of a profile; empty while nothing was saved. */
  public Optional<Snapshot> openHead(Profile profile) throws IOException {
    return profile.head().isEmpty()
        ? Optional.empty()
        : Optional.of(open(profile.organisation(), profile.head().get()));
  }

  private Snapshot open(OrganisationId organisation, Version version) throws IOException {
    return snapshots.open(new BlobKey(version.manifest()), vault(organisation));
  }

  private Vault vault(OrganisationId organisation) throws IOException {
    try {
      return new Vault(keyring.sealingKey(organisation), organisation.value());
    } catch (KeyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
