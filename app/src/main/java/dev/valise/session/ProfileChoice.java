package dev.valise.session;

import dev.valise.model.BrowserSession.Load;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import dev.valise.profile.ProfileHistory;
import dev.valise.profile.Profiles;
import dev.valise.session.CreateRequest.ProfileUse;
import java.util.Optional;

/** Finds out which version of which profile a session gets. Thread-safe. */
final class ProfileChoice {
  private final Profiles profiles;
  private final ProfileHistory history;
  private final RunningSessions running;
  private final BrowserVersions browserVersions;

  ProfileChoice(
      Profiles profiles,
      ProfileHistory history,
      RunningSessions running,
      BrowserVersions browserVersions) {
    this.profiles = profiles;
    this.history = history;
    this.running = running;
    this.browserVersions = browserVersions;
  }

  /**
   * What a session gets.
   *
   * @param version to write into its folder; empty while the profile has none
   */
  record Chosen(Profile profile, Optional<Version> version, boolean saveChanges) {
    Load load() {
      return new Load(profile.id(), version.map(Version::number), saveChanges);
    }
  }

  /** The head once the saves that go on are done, or the version that was asked for. */
  Chosen choose(OrganisationId organisation, ProfileUse use) {
    Profile profile = profiles.find(organisation, use.profile());
    if (use.version().isEmpty() || use.saveChanges()) {
      running.awaitSaves(profile.id());
      profile = profiles.find(organisation, use.profile());
    }
    Optional<Version> version =
        use.version().isPresent()
            ? Optional.of(numbered(profile, use.version().get(), use.saveChanges()))
            : profile.head();
    version.map(Version::browserVersion).ifPresent(browserVersions::checkOpens);
    return new Chosen(profile, version, use.saveChanges());
  }

  /**
   * Only the head is saved on: what came after an older version would drop out without a word, and
   * one that was withheld was not to be what the next browsers load.
   */
  private Version numbered(Profile profile, int number, boolean saveChanges) {
    Version version = history.find(profile, number);
    int head = profile.head().map(Version::number).orElse(number);
    if (saveChanges && (number < head || version.isWithheld())) {
      String reason =
          version.isWithheld()
              ? "was kept from becoming its head"
              : "is older than its head, version " + head + ",";
      throw new Refusal.Invalid(
          ("version %d of the profile %s and loads read-only:"
                  + " to save changes, roll back to it or fork it first")
              .formatted(number, reason));
    }
    return version;
  }
}
