package dev.valise.server;

import dev.valise.catalog.CatalogException;
import dev.valise.catalog.OrganisationRecords.Organisation;
import dev.valise.catalog.ProfileRecords;
import dev.valise.crypto.KeyException;
import dev.valise.crypto.KeyRotation;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a person does with the keys of a data folder, also beside a running server. All failures are
 * {@link StartupException}s, with a message for that person.
 */
public final class KeyMaintenance implements AutoCloseable {
  private static final int PROFILES_AT_ONCE = 500;

  private final OpenedData data;
  private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

  private KeyMaintenance(OpenedData data) {
    this.data = data;
  }

  public static KeyMaintenance open(Path data) {
    return new KeyMaintenance(OpenedData.besideServer(data));
  }

  /**
   * What a rotation did.
   *
   * @param organisations how many have a new key
   * @param rootKey whether there is a new root key
   */
  public record Rotated(int organisations, boolean rootKey) {}

  /**
   * Gives every organisation a new key. A rotation of the root key that was cut off is ended.
   *
   * @param rootToo replaces the root key as well
   */
  public Rotated rotate(boolean rootToo) {
    return attempt(
        "the keys could not be rotated; it can be tried again",
        () -> {
          boolean root = rootToo || data.rootKey().read().isBeingRotated();
          var rotation = new KeyRotation(data.rootKey(), data.keysets());
          if (root) {
            try (var _ = data.folder().lockRootKey()) {
              rotation.rotateRoot();
            }
          }
          return new Rotated(rotation.rotateOrganisations(), root);
        });
  }

  /** The names of all organisations. */
  public List<String> organisations() {
    return attempt(
        "the organisations could not be listed",
        () -> data.catalog().organisations().all().stream().map(Organisation::name).toList());
  }

  /**
   * An organisation whose keys may be deleted.
   *
   * @param profiles how many would become unreadable
   * @param keysDeletedAt when that has happened already
   */
  public record Owner(OrganisationId id, int profiles, Optional<Instant> keysDeletedAt) {}

  public Optional<Owner> find(String organisation) {
    return attempt(
        "the organisation could not be looked up",
        () ->
            data.catalog().organisations().all().stream()
                .filter(one -> one.name().equals(organisation))
                .findFirst()
                .map(one ->
                    new Owner(one.id(), profiles(one.id()), data.keyring().deletedAt(one.id()))));
  }

  private int profiles(OrganisationId organisation) {
    var all = new ProfileRecords.Filter(Optional.empty(), Optional.empty());
    for (int count = 0; ; count += PROFILES_AT_ONCE) {
      var window = new Page.Window(PROFILES_AT_ONCE, count);
      Page<Profile> page = data.catalog().profiles().list(organisation, all, window);
      if (!page.more()) {
        return count + page.items().size();
      }
    }
  }

  /**
   * Deletes an organisation's keys for ever, and what ended browsers left in clear. After a failure
   * it has to be called again.
   *
   * @return when they were deleted: now, or at an earlier call
   */
  public Instant delete(Owner owner) {
    return attempt(
        "the keys could not be deleted without a trace; it has to be tried again",
        () -> {
          Instant deleted = data.keyring().delete(owner.id(), clock.instant());
          wipeWarmCheckouts(owner.id());
          return deleted;
        });
  }

  private void wipeWarmCheckouts(OrganisationId organisation) throws IOException {
    List<ProfileId> profiles = new ArrayList<>();
    data.catalog()
        .profiles()
        .forEach(profile -> {
          if (profile.organisation().equals(organisation)) {
            profiles.add(profile.id());
          }
        });
    for (ProfileId profile : profiles) {
      PrivateFiles.deleteTree(data.folder().warmCheckouts().resolve(profile.value()));
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(String failure, Work<T> work) {
    try {
      return work.run();
    } catch (IOException | KeyException | CatalogException e) {
      throw new StartupException(failure + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
