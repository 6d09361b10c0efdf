package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.RequiredCookie;
import dev.valise.model.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
   * Gives a profile a retention of its own, or with none the server's default.
   *
   * @return false when there is no such profile
   */
  boolean setRetention(
      OrganisationId organisation, ProfileId id, Optional<Retention> retention, Instant now);

  /**
   * Requires cookies of what is to become the head, from the next version on.
   *
   * @param required those instead of all before; none to require nothing
   * @return false when there is no such profile
   */
  boolean setRequired(
      OrganisationId organisation, ProfileId id, List<RequiredCookie> required, Instant now);

  /**
   * Inserts a profile with its first version, in one transaction with the checks of {@link
   * VersionRecords#append}.
   *
   * @param draft names the new profile, and is as old as it; usually with no new blobs
   * @return what became of it, never {@link VersionRecords.Appended.ProfileGone}; without the blobs
   *     there is no profile either
   */
  VersionRecords.Appended insertFork(
      OrganisationId organisation, Optional<String> name, VersionRecords.Draft draft)
      throws NameTakenException;

  /**
   * Gives every profile of every organisation to {@code each}, by id, and holds nothing while it
   * runs. What is inserted or deleted meanwhile is met or not.
   */
  void forEach(Consumer<Profile> each);

  /**
   * Deletes a profile with its versions, and marks the blobs that nobody else needs as being
   * deleted, in one transaction.
   *
   * @return the marked blobs, to be deleted from the blob store and then {@linkplain
   *     BlobRecords#forget forgotten}; empty when there is no such profile
   */
  Optional<List<String>> delete(OrganisationId organisation, ProfileId id);

  /**
   * Deletes a profile as {@link #delete} does unless a session that has not ended has it.
   *
   * @return as of {@link #delete}; empty also when it is in use
   */
  Optional<List<String>> deleteIdle(OrganisationId organisation, ProfileId id);

  /**
   * Deletes a profile as {@link #delete} does if it was {@linkplain Profile#lastActiveAt active} at
   * {@code unusedSince} for the last time or before, and no session that has not ended has it. A
   * session that starts at the same time has the profile whole, or finds it gone.
   *
   * @return as of {@link #delete}; empty also when it is in use
   */
  Optional<List<String>> deleteUnused(
      OrganisationId organisation, ProfileId id, Instant unusedSince);

  /**
   * Which profiles a listing shows.
   *
   * @param query a part of the name or id, in any case
   * @param name the exact name
   */
  record Filter(Optional<String> query, Optional<String> name) {}
}
