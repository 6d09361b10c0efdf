package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Progress;
import dev.valise.model.Refusal;
import dev.valise.profile.LeaseLostException;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.LostBaseException;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.Profiles;
import dev.valise.profile.SavedVersion;
import dev.valise.profile.StagedState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a version out of a browser that goes on running: its state is put aside with a pause of
 * some milliseconds, and saved from there. Used once, by one thread, which holds the session's
 * state.
 */
final class Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private static final int PASSES = 4;
  private static final Duration SHORT_PASS = Duration.ofMillis(40);

  /** What a checkpoint works with. */
  record Parts(
      Profiles profiles,
      ProfileSaver saver,
      BrowserHost host,
      BrowserVersions browserVersions,
      CheckpointLease.Source leases,
      InstantSource clock) {}

  private final Parts parts;
  private final RunningSession session;
  private final CheckpointTarget target;
  private final long began = System.nanoTime();

  Checkpoint(Parts parts, RunningSession session, CheckpointTarget target) {
    this.parts = parts;
    this.session = session;
    this.target = target;
  }

  /**
   * @throws Refusal.StateNotSaved when it could not be stored; nothing was changed
   * @throws Refusal.Conflict when there is no browser whose state could be taken, or another
   *     session writes into the profile
   */
  CheckpointReport run() {
    Optional<Profile> known = target.find(parts.profiles(), session.record());
    try (CheckpointLease lease = CheckpointLease.of(session, known, parts.leases())) {
      Optional<LoadedVersion> base = session.checkpoints().base(known.map(Profile::id));
      try {
        return capture(known, base, lease);
      } catch (LostBaseException e) {
        LOG.info("session {}: {}; copying all", session.record().id(), e.getMessage());
        return capture(known, Optional.empty(), lease);
      }
    } catch (LeaseLostException e) {
      throw CheckpointLease.takenOver();
    } catch (IOException e) {
      LOG.error("no checkpoint of session {}", session.record().id(), e);
      throw new Refusal.StateNotSaved(
          "no checkpoint could be made of session "
              + session.record().id()
              + ": "
              + e.getMessage()
              + "; its browser runs on, and no profile was changed");
    }
  }

  private CheckpointReport capture(
      Optional<Profile> known, Optional<LoadedVersion> base, CheckpointLease lease)
      throws IOException {
    BrowserSession record = session.record();
    SessionBrowser browser = session.checkpoints().browser();
    try (StagedState staged =
        parts
            .saver()
            .stage(parts.host().folder(record.id()), parts.host().staging(record.id()), base)) {
      copyAhead(staged);
      SessionBrowser.Memory memory = browser.memory();
      // A client may rely on them from then on; the browser writes them up to 30 s later.
      session.keepCookies(browser, memory.cookies());
      Duration pause = session.checkpoints().whileFrozen(browser, staged::copyRest);
      List<String> warnings = new ArrayList<>(memory.localStorage().warnings());
      warnings.addAll(staged.completeLocalStorage(memory.localStorage().byStorageKey()));
      Destination destination = destination(known);
      boolean saved = false;
      try {
        SavedVersion version =
            parts
                .saver()
                .save(
                    new ProfileSaver.Subject(
                        record.organisation(),
                        destination.profile().id(),
                        record.id(),
                        staged.state(parts.browserVersions().installed(), memory.cookies()),
                        lease.lease(),
                        false),
                    base,
                    Progress.NONE)
                .orElseThrow(() -> new Refusal.NotFound("the profile was deleted meanwhile"));
        saved = true;
        warnings.addAll(session.checkpoints().continueFrom(version));
        return report(destination, version, pause, warnings);
      } finally {
        if (!saved && destination.created()) {
          remove(destination.profile());
        }
      }
    }
  }

  /**
   * Until a pass has little to copy: what a busy browser wrote meanwhile, and what a database moved
   * about, would otherwise be copied during the pause.
   */
  private static void copyAhead(StagedState staged) throws IOException {
    long took = Long.MAX_VALUE;
    for (int pass = 0; pass < PASSES && took > SHORT_PASS.toNanos(); pass++) {
      long start = System.nanoTime();
      staged.copyAhead();
      took = System.nanoTime() - start;
    }
  }

  private record Destination(Profile profile, boolean created) {}

  /** Made as late as possible: a checkpoint that is refused leaves no profile. */
  private Destination destination(Optional<Profile> known) {
    return switch (target) {
      case CheckpointTarget.Named(var name) when known.isEmpty() ->
          new Destination(
              parts.profiles().create(session.record().organisation(), Optional.of(name)), true);
      case CheckpointTarget _ -> new Destination(known.orElseThrow(), false);
    };
  }

  private void remove(Profile created) {
    try {
      parts.profiles().delete(created.organisation(), new ProfileReference.ById(created.id()));
    } catch (RuntimeException e) {
      LOG.warn("profile {} stays empty", created.id(), e);
    }
  }

  private CheckpointReport report(
      Destination destination, SavedVersion saved, Duration pause, List<String> warnings) {
    warnings.addAll(saved.warnings());
    ProfileId id = destination.profile().id();
    Instant now = parts.clock().instant();
    var report =
        new CheckpointReport(
            parts
                .profiles()
                .find(destination.profile().organisation(), new ProfileReference.ById(id)),
            destination.created(),
            saved.version().number(),
            !saved.added(),
            pause,
            Duration.ofNanos(System.nanoTime() - began),
            saved.figures(),
            warnings,
            saved.version().isWithheld(),
            now);
    LOG.info(
        "checkpoint of session {}: version {} of profile {}, paused {} ms, took {} ms",
        session.record().id(),
        report.version(),
        id,
        report.pause().toMillis(),
        report.took().toMillis());
    return report;
  }
}
