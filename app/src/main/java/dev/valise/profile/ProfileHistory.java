package dev.valise.profile;

import dev.valise.catalog.NameTakenException;
import dev.valise.catalog.ProfileRecords;
import dev.valise.catalog.VersionRecords;
import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.catalog.VersionRecords.Draft;
import dev.valise.event.EventSink;
import dev.valise.event.EventType;
import dev.valise.model.IdSource;
import dev.valise.model.Name;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of profiles: which there are, back to one of them, a new profile out of one.
 *
 * <p>History is never rewritten: to go back appends a version with the old content, and numbers are
 * not used twice. Neither that nor a fork touches a blob, whatever the size. Thread-safe; sessions
 * that run go on as if nothing had happened, and what they save is appended behind.
 *
 * <p>All methods throw {@link Refusal} for what the caller can mend.
 */
public final class ProfileHistory {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileHistory.class);

  /** Each further look needs a repack of that version that came in between. */
  private static final int LOOKS = 5;

  private final ProfileRecords profiles;
  private final VersionRecords versions;
  private final IdSource ids;
  private final InstantSource clock;
  private final EventSink events;

  public ProfileHistory(
      ProfileRecords profiles,
      VersionRecords versions,
      IdSource ids,
      InstantSource clock,
      EventSink events) {
    this.profiles = profiles;
    this.versions = versions;
    this.ids = ids;
    this.clock = clock;
    this.events = events;
  }

  /** The versions of a profile, newest first. */
  public Page<Version> list(Profile profile, Page.Window window) {
    return versions.list(profile.id(), window);
  }

  public Version find(Profile profile, int number) {
    return versions.find(profile.id(), number).orElseThrow(() -> missing(profile, number));
  }

  /**
   * Gives the head the content of an older version, as a new version. When it has that content
   * already nothing happens, so that a request that is sent twice goes back once.
   *
   * @return the profile as it is now
   */
  public Profile rollBack(Profile profile, int number) {
    Profile now = reread(profile);
    Version target = find(now, number);
    if (now.head().filter(head -> hasContentOf(head, target)).isPresent()) {
      return now;
    }
    Version added =
        copy(
            now,
            number,
            now.id(),
            new VersionSource.RolledBack(number),
            draft -> versions.append(now.organisation(), draft));
    LOG.info("profile {}: version {} is version {} again", now.id(), added.number(), number);
    events.happened(
        now.organisation(),
        EventType.PROFILE_ROLLED_BACK,
        Optional.of(now.id()),
        Map.of("version", text(added.number()), "content_of_version", text(number)));
    return reread(now);
  }

  /** A manifest may have been exchanged for another one with the same content. */
  private static boolean hasContentOf(Version head, Version target) {
    return head.number() == target.number()
        || head.manifest().equals(target.manifest())
        || head.source().equals(new VersionSource.RolledBack(target.number()));
  }

  /**
   * Makes a new profile whose first version has the content of a version of this one. The two share
   * what is stored and nothing else; the new one has no retention of its own.
   *
   * @param number the head when empty
   */
  public Profile fork(Profile profile, Optional<Integer> number, Optional<Name> name) {
    Profile now = reread(profile);
    int from = number.orElseGet(() -> head(now).number());
    ProfileId id = ids.profile();
    var _ =
        copy(
            now,
            from,
            id,
            new VersionSource.Forked(now.id(), from),
            draft -> insert(now, name, draft));
    LOG.info("profile {} begins as version {} of profile {}", id, from, now.id());
    Map<String, String> detail = new HashMap<>();
    detail.put("from_profile_id", now.id().value());
    detail.put("from_version", text(from));
    name.ifPresent(given -> detail.put("name", given.value()));
    events.happened(now.organisation(), EventType.PROFILE_FORKED, Optional.of(id), detail);
    return profiles
        .find(now.organisation(), id)
        .orElseThrow(() -> new Refusal.NotFound("the fork was deleted at once"));
  }

  private Appended insert(Profile from, Optional<Name> name, Draft draft) {
    try {
      return profiles.insertFork(from.organisation(), name.map(Name::value), draft);
    } catch (NameTakenException e) {
      throw Profiles.taken(e);
    }
  }

  /** Deletes a version that is not the head. What no other version needs is removed later. */
  public void delete(Profile profile, int number) {
    switch (versions.delete(profile.organisation(), profile.id(), number)) {
      case DELETED -> LOG.info("version {} of profile {} was deleted", number, profile.id());
      case NO_SUCH_VERSION -> throw missing(profile, number);
      case IS_HEAD -> throw isHead(profile, number);
    }
  }

  /**
   * Appends a version with the content of another one.
   *
   * @param append of the draft; {@link Appended.BlobsGone} lets it look again
   */
  private Version copy(
      Profile from,
      int number,
      ProfileId to,
      VersionSource source,
      Function<Draft, Appended> append) {
    for (int look = 0; look < LOOKS; look++) {
      Version version = find(from, number);
      List<String> blobs = versions.blobs(from.id(), number);
      if (blobs.contains(version.manifest())) {
        switch (append.apply(draft(version, blobs, to, source))) {
          case Appended.Added(Version added, _) -> {
            return added;
          }
          case Appended.ProfileGone() -> throw missing(from);
          case Appended.LeaseLost() -> throw new IllegalStateException("asked for no lease");
          case Appended.BlobsGone(var gone) ->
              LOG.info("version {} of profile {} has lost {}", number, from.id(), gone);
        }
      }
    }
    throw new Refusal.Conflict(
        "version " + number + " of profile '" + label(from) + "' is being rewritten", true);
  }

  private Draft draft(Version version, List<String> blobs, ProfileId to, VersionSource source) {
    return new Draft(
        to,
        clock.instant(),
        source,
        version.browserVersion(),
        version.manifest(),
        blobs,
        List.of(),
        version.figures().ofCopy(),
        version.warnings());
  }

  private Profile reread(Profile profile) {
    return profiles.find(profile.organisation(), profile.id()).orElseThrow(() -> missing(profile));
  }

  private Version head(Profile profile) {
    return profile
        .head()
        .orElseThrow(() ->
            new Refusal.Conflict(
                versions.list(profile.id(), new Page.Window(1, 0)).items().isEmpty()
                    ? "nothing was saved into profile '" + label(profile) + "' yet"
                    : "profile '" + label(profile) + "' has no head: say which version to fork",
                false));
  }

  private Refusal isHead(Profile profile, int number) {
    String what = "version " + number + " is the ";
    boolean others = versions.list(profile.id(), new Page.Window(1, 0)).more();
    return new Refusal.Conflict(
        others
            ? what + "head of '" + label(profile) + "'; roll back to another version first"
            : what + "only version of '" + label(profile) + "'; delete the profile instead",
        false);
  }

  private static String text(int number) {
    return Integer.toString(number);
  }

  private static Refusal missing(Profile profile) {
    return new Refusal.NotFound("no profile '" + label(profile) + "'");
  }

  private static Refusal missing(Profile profile, int number) {
    return new Refusal.NotFound("no version " + number + " of profile '" + label(profile) + "'");
  }

  private static String label(Profile profile) {
    return profile.name().orElse(profile.id().value());
  }
}
