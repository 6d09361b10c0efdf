package dev.valise.profile;

import dev.valise.blob.BlobKey;
import dev.valise.crypto.KeyException;
import dev.valise.crypto.Keyring;
import dev.valise.model.OrganisationId;
import dev.valise.model.Version;
import dev.valise.snapshot.Snapshot;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import java.io.IOException;

/** Opens the content of versions. Thread-safe. */
public final class ProfileVersions {

  /** The attachment in which the cookies travel, session cookies too. */
  static final String COOKIES = "cookies";

  /** The attachment that says that the cookies are newer than the files; its text says nothing. */
  static final String COOKIES_ARE_NEWER = "cookies-are-newer";

  private final SnapshotStore snapshots;
  private final Keyring keyring;

  public ProfileVersions(SnapshotStore snapshots, Keyring keyring) {
    this.snapshots = snapshots;
    this.keyring = keyring;
  }

  /**
   * Opens a version.
   *
   * @throws dev.valise.snapshot.DamagedSnapshotException when its manifest was changed or is
   *     missing
   */
  public Snapshot open(OrganisationId organisation, Version version) throws IOException {
    return open(organisation, new BlobKey(version.manifest()));
  }

  Snapshot open(OrganisationId organisation, BlobKey manifest) throws IOException {
    return snapshots.open(manifest, vault(organisation));
  }

  /** The cookies that a snapshot was saved with, an array of Network.Cookie in JSON. */
  static String cookies(Snapshot snapshot) {
    return snapshot.attachments().getOrDefault(COOKIES, "[]");
  }

  /**
   * The keys of an organisation, and the name that its seals are bound to.
   *
   * @throws IOException when it has no keys any more, or they cannot be read
   */
  public Vault vault(OrganisationId organisation) throws IOException {
    try {
      return new Vault(keyring.sealingKey(organisation), organisation.value());
    } catch (KeyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
