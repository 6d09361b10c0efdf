package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSession.Load;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.Version;
import dev.valise.profile.ProfileState;
import dev.valise.profile.ProfileVersions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the closed browser of a session the next version of its profile. Thread-safe. */
final class SessionSaver {
  private static final Logger LOG = LoggerFactory.getLogger(SessionSaver.class);

  private final ProfileVersions versions;
  private final InstantSource clock;

  SessionSaver(ProfileVersions versions, InstantSource clock) {
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * Saves.
   *
   * @param began when the session was asked to end
   * @param warnings what is known already
   * @throws Refusal.StateNotSaved when the state could not be stored; nothing was changed
   */
  SaveOutcome save(
      BrowserSession session, Load load, ProfileState state, Instant began, List<String> warnings) {
    Optional<Version> version;
    try {
      version = versions.save(session.organisation(), load.profile(), session.id(), state);
    } catch (IOException | RuntimeException e) {
      LOG.error("session {} could not be saved", session.id(), e);
      throw new Refusal.StateNotSaved(
          "session "
              + session.id()
              + " could not be saved: "
              + e.getMessage()
              + "; the browser's state is kept, deleting the session again tries again");
    }
    Duration took = Duration.between(began, clock.instant());
    if (version.isEmpty()) {
      return new SaveOutcome(
          Optional.empty(),
          Optional.empty(),
          Optional.of("the profile was deleted while the session ran"),
          warnings,
          took);
    }
    LOG.info(
        "session {} saved as version {} of profile {} in {} ms",
        session.id(),
        version.get().number(),
        load.profile(),
        took.toMillis());
    return new SaveOutcome(
        version.map(Version::number),
        version.map(Version::figures),
        Optional.empty(),
        withConcurrentSave(warnings, load, version.get().number()),
        took);
  }

  private static List<String> withConcurrentSave(List<String> warnings, Load load, int number) {
    int loaded = load.version().orElse(0);
    if (number == loaded + 1) {
      return warnings;
    }
    List<String> more = new ArrayList<>(warnings);
    more.add(
        "another session saved version "
            + (number - 1)
            + " while this one ran on version "
            + loaded
            + "; nothing of the two was merged, both are kept");
    return more;
  }
}
