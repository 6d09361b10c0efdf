package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The profiles; a profile of another organisation is as good as none. */
public interface ProfileRecords {

  /**
   * Inserts a profile without versions.
   *
   * @throws NameTakenException when the organisation has a profile of this name; two calls at the
   *     same time never both succeed
   */
  void insert(ProfileId id, OrganisationId organisation, Optional<String> name, Instant now)
      throws NameTakenException;

  Optional<Profile> find(OrganisationId organisation, ProfileId id);

  Optional<Profile> findByName(OrganisationId organisation, String name);

  /** Profiles that match the filter, newest first. */
  Page<Profile> list(OrganisationId organisation, Filter filter, Page.Window window);

  /**
   * Gives a profile another name.
   *
   * @return false when there is no such profile
   */
  boolean rename(OrganisationId organisation, ProfileId id, String name, Instant now)
      throws NameTakenException;

  /** Notes that a session loads the profile; nothing happens when it is gone. */
  void touch(ProfileId id, Instant now);

  /**
   * Deletes a profile with its versions.
   *
   * @return the blobs that its versions used and nobody uses any more; empty when there is no such
   *     profile
   */
  Optional<List<String>> delete(OrganisationId organisation, ProfileId id);

  /**
   * Which profiles a listing shows.
   *
   * @param query a part of the name or id, in any case
   * @param name the exact name
   */
  record Filter(Optional<String> query, Optional<String> name) {}
}
