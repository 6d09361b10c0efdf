package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSession.Load;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SaveOutcome.Status;
import dev.valise.model.Version;
import dev.valise.model.WriterLease;
import dev.valise.profile.LeaseLostException;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileState;
import dev.valise.profile.SavedVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the closed browser of a session the next version of its profile. Thread-safe. */
final class SessionSaver {
  private static final Logger LOG = LoggerFactory.getLogger(SessionSaver.class);

  private final ProfileSaver saver;
  private final InstantSource clock;

  SessionSaver(ProfileSaver saver, InstantSource clock) {
    this.saver = saver;
    this.clock = clock;
  }

  /**
   * What a save came to.
   *
   * @param state of the folder as it was saved; empty when the profile is gone, or another's to
   *     write
   */
  record Saved(SaveOutcome outcome, Optional<LoadedVersion> state) {}

  /**
   * Saves, and tells the session how far it is.
   *
   * @param began when the session was asked to end
   * @param warnings what is known already
   * @throws Refusal.StateNotSaved when the state could not be stored; nothing was changed
   */
  Saved save(RunningSession running, ProfileState state, Instant began, List<String> warnings) {
    BrowserSession session = running.record();
    Load load = session.load().orElseThrow();
    Optional<SavedVersion> saved;
    try {
      WriterLease lease = running.lease().orElseThrow(() -> new LeaseLostException(load.profile()));
      var subject =
          new ProfileSaver.Subject(
              session.organisation(),
              load.profile(),
              session.id(),
              state,
              Optional.of(lease),
              running.wasLeftBehind());
      Optional<LoadedVersion> loaded = running.loaded().or(() -> recall(session, load));
      saved = saver.save(subject, loaded, running::saved);
    } catch (LeaseLostException e) {
      LOG.error("session {} was not saved: {}", session.id(), e.getMessage());
      return lost(
          Status.LEASE_LOST, e.getMessage(), warnings, Duration.between(began, clock.instant()));
    } catch (IOException | RuntimeException e) {
      LOG.error("session {} could not be saved", session.id(), e);
      throw new Refusal.StateNotSaved(
          "session "
              + session.id()
              + " could not be saved: "
              + e.getMessage()
              + "; the browser's state is kept, and saving it is tried again by itself, or at once by deleting the session again");
    }
    Duration took = Duration.between(began, clock.instant());
    return saved
        .map(version -> {
          LOG.info(
              "session {} saved as version {} of profile {} in {} ms",
              session.id(),
              version.version().number(),
              load.profile(),
              took.toMillis());
          Status status = running.wasLeftBehind() ? Status.RECOVERED : Status.SAVED;
          return new Saved(
              outcome(version, status, load, warnings, took), Optional.of(version.state()));
        })
        .orElseGet(() ->
            lost(Status.FAILED, "the profile was deleted while the session ran", warnings, took));
  }

  /** A server that was started anew does not know how the folder looked when it was loaded. */
  Optional<LoadedVersion> recall(BrowserSession session, Load load) {
    return load.version()
        .flatMap(number -> saver.recall(session.organisation(), load.profile(), number));
  }

  /**
   * What became of a save of an earlier server that was over, but for saying so: the folder is let
   * go of last.
   */
  Optional<SaveOutcome> savedBefore(BrowserSession session) {
    Load load = session.load().orElseThrow();
    Optional<Version> made = saver.lastOf(session.id(), load.profile());
    Optional<Integer> number = made.map(Version::number).or(load::version);
    return number.map(found ->
        new SaveOutcome(
            made.isPresent() ? Status.SAVED : Status.UNCHANGED,
            Optional.of(found),
            made.map(Version::figures),
            Optional.empty(),
            List.of("the server ended before it could say so"),
            Duration.ZERO,
            made.filter(Version::isWithheld).isPresent()));
  }

  /** Reads ahead, while the browser closes, what the save will need. */
  void prepare(LoadedVersion loaded) {
    saver.prepare(loaded);
  }

  private static Saved lost(
      Status status, @Nullable String failure, List<String> warnings, Duration took) {
    return new Saved(
        new SaveOutcome(
            status,
            Optional.empty(),
            Optional.empty(),
            Optional.of(String.valueOf(failure)),
            warnings,
            took),
        Optional.empty());
  }

  private static SaveOutcome outcome(
      SavedVersion saved, Status status, Load load, List<String> warnings, Duration took) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(saved.warnings());
    if (saved.added()) {
      all.addAll(whatCameBetween(load, saved.headBefore()));
    }
    return new SaveOutcome(
        saved.added() ? status : Status.UNCHANGED,
        Optional.of(saved.version().number()),
        Optional.of(saved.figures()),
        Optional.empty(),
        all,
        took,
        saved.version().isWithheld());
  }

  /**
   * Another session's save or a rollback.
   *
   * @param headBefore what was the head when the new version was added
   */
  static List<String> whatCameBetween(Load load, Optional<Integer> headBefore) {
    int head = headBefore.orElse(0);
    if (head <= load.version().orElse(0)) {
      return List.of();
    }
    return List.of(
        "version "
            + head
            + " was added while this session ran on "
            + load.version().map(loaded -> "version " + loaded).orElse("an empty profile")
            + "; nothing of the two was merged, both are kept");
  }
}
