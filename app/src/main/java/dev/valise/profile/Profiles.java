package dev.valise.profile;

import dev.valise.catalog.NameTakenException;
import dev.valise.catalog.ProfileRecords;
import dev.valise.catalog.SessionRecords;
import dev.valise.event.EventSink;
import dev.valise.event.EventType;
import dev.valise.model.IdSource;
import dev.valise.model.Name;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Refusal;
import dev.valise.model.RequiredCookie;
import dev.valise.model.Retention;
import dev.valise.model.SessionId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The profiles of organisations: who there is, under which name. Thread-safe.
 *
 * <p>All methods throw {@link Refusal} for what the caller can mend.
 */
public final class Profiles {
  private final ProfileRecords records;
  private final SessionRecords sessions;
  private final IdSource ids;
  private final InstantSource clock;
  private final ProfileLeftovers leftovers;
  private final EventSink events;

  public Profiles(
      ProfileRecords records,
      SessionRecords sessions,
      IdSource ids,
      InstantSource clock,
      ProfileLeftovers leftovers,
      EventSink events) {
    this.records = records;
    this.sessions = sessions;
    this.ids = ids;
    this.clock = clock;
    this.leftovers = leftovers;
    this.events = events;
  }

  /** Makes an empty profile. */
  public Profile create(OrganisationId organisation, Optional<Name> name) {
    ProfileId id = ids.profile();
    try {
      records.insert(id, organisation, name.map(Name::value), clock.instant());
    } catch (NameTakenException e) {
      throw taken(e);
    }
    Map<String, String> detail = new HashMap<>();
    name.ifPresent(given -> detail.put("name", given.value()));
    events.happened(organisation, EventType.PROFILE_CREATED, Optional.of(id), detail);
    return find(organisation, new ProfileReference.ById(id));
  }

  public Profile find(OrganisationId organisation, ProfileReference reference) {
    Optional<Profile> profile =
        switch (reference) {
          case ProfileReference.ById byId -> records.find(organisation, byId.id());
          case ProfileReference.ByName byName -> records.findByName(organisation, byName.name());
        };
    return profile.orElseThrow(() -> missing(reference));
  }

  /** The profile of this id, if it has not been deleted. */
  public Optional<Profile> find(OrganisationId organisation, ProfileId id) {
    return records.find(organisation, id);
  }

  /**
   * Profiles, newest first.
   *
   * @param query a part of the name or id, in any case
   * @param name the exact name
   */
  public Page<Profile> list(
      OrganisationId organisation,
      Optional<String> query,
      Optional<String> name,
      Page.Window window) {
    return records.list(organisation, new ProfileRecords.Filter(query, name), window);
  }

  /** Gives a profile another name; sessions that use it go on, they know it by its id. */
  public Profile rename(OrganisationId organisation, ProfileReference reference, Name name) {
    Profile profile = find(organisation, reference);
    try {
      if (!records.rename(organisation, profile.id(), name.value(), clock.instant())) {
        throw missing(reference);
      }
    } catch (NameTakenException e) {
      throw taken(e);
    }
    Map<String, String> detail = new HashMap<>(Map.of("name", name.value()));
    profile.name().ifPresent(old -> detail.put("old_name", old));
    events.happened(organisation, EventType.PROFILE_RENAMED, Optional.of(profile.id()), detail);
    return find(organisation, new ProfileReference.ById(profile.id()));
  }

  /**
   * Gives a profile a retention of its own, or with none the server's default.
   *
   * @return the profile as it is now
   */
  public Profile setRetention(
      OrganisationId organisation, ProfileReference reference, Optional<Retention> retention) {
    Profile profile = find(organisation, reference);
    if (!records.setRetention(organisation, profile.id(), retention, clock.instant())) {
      throw missing(reference);
    }
    return find(organisation, new ProfileReference.ById(profile.id()));
  }

  /**
   * Requires cookies of every state that is to become the head, from the next save on. The head
   * stays, whatever it has.
   *
   * @param required those instead of all before; none to require nothing
   * @return the profile as it is now
   */
  public Profile setRequired(
      OrganisationId organisation, ProfileReference reference, List<RequiredCookie> required) {
    Profile profile = find(organisation, reference);
    if (!records.setRequired(organisation, profile.id(), required, clock.instant())) {
      throw missing(reference);
    }
    return find(organisation, new ProfileReference.ById(profile.id()));
  }

  /**
   * Deletes a profile as {@link #delete} does if no session has it.
   *
   * @throws Refusal.Conflict naming the sessions that do
   */
  public void deleteIdle(OrganisationId organisation, ProfileReference reference) {
    Profile profile = find(organisation, reference);
    Optional<List<String>> unused = records.deleteIdle(organisation, profile.id());
    deleted(profile, unused.orElseThrow(() -> inUse(profile, reference)));
  }

  private Refusal inUse(Profile profile, ProfileReference reference) {
    List<String> users = sessions.users(profile.id()).stream().map(SessionId::value).toList();
    return new Refusal.Conflict(
        "profile '%s' is in use by %s: end %s first, or delete it all the same with force=true, and what they have is not saved"
            .formatted(
                reference,
                users.isEmpty()
                    ? "a browser that has just ended"
                    : "browsers " + String.join(", ", users),
                users.size() == 1 ? "it" : "them"),
        users.isEmpty(),
        users.stream().map(user -> Map.entry("session", user)).toList());
  }

  /**
   * Deletes a profile with all its versions, and what is kept of it in clear; sessions that have it
   * go on, and their end saves nothing.
   */
  public void delete(OrganisationId organisation, ProfileReference reference) {
    Profile profile = find(organisation, reference);
    deleted(
        profile, records.delete(organisation, profile.id()).orElseThrow(() -> missing(reference)));
  }

  private void deleted(Profile profile, List<String> unusedBlobs) {
    Map<String, String> detail = new HashMap<>();
    profile.name().ifPresent(name -> detail.put("name", name));
    events.happened(
        profile.organisation(), EventType.PROFILE_DELETED, Optional.of(profile.id()), detail);
    leftovers.remove(profile.id(), unusedBlobs);
  }

  /** Notes that a session loads the profile. */
  public void used(ProfileId id) {
    records.touch(id, clock.instant());
  }

  private static Refusal missing(ProfileReference reference) {
    return new Refusal.NotFound("no profile '" + reference + "'");
  }

  static Refusal taken(NameTakenException e) {
    return new Refusal.Conflict("a profile named '" + e.name() + "' exists already", false);
  }
}
