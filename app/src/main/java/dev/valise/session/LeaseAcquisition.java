package dev.valise.session;

import dev.valise.catalog.WriterLeases;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.SessionId;
import dev.valise.model.WriterLease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets sessions the writer leases of their profiles, in the way they ask for. Thread-safe. */
final class LeaseAcquisition {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseAcquisition.class);

  /** A client gives up after 60 s, and its browser has to start by then. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final WriterLeases leases;
  private final RunningSessions running;
  private final InstantSource clock;

  LeaseAcquisition(WriterLeases leases, RunningSessions running, InstantSource clock) {
    this.leases = leases;
    this.running = running;
    this.clock = clock;
  }

  /**
   * Gets the lease of a profile. What an earlier holder saves is saved when this returns.
   *
   * @throws Refusal.Conflict when another session has it and keeps it
   */
  WriterLease acquire(Profile profile, SessionId session, OnConflict onConflict) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    if (onConflict != OnConflict.TAKE_OVER) {
      running.awaitSaves(profile.id());
    }
    while (true) {
      long ends = running.ends();
      WriterLease lease = given(leases.acquire(profile.id(), session, clock.instant()), profile);
      if (lease.session().equals(session)) {
        return lease;
      }
      switch (onConflict) {
        case FAIL -> throw held(profile, lease);
        case WAIT -> {
          if (!running.awaitEndAfter(ends, deadline - System.nanoTime())) {
            throw held(profile, lease);
          }
        }
        case TAKE_OVER -> {
          if (!isEnded(lease, session, deadline - System.nanoTime())) {
            LOG.warn("session {} loses profile {} to {}", lease.session(), profile.id(), session);
            WriterLease taken =
                given(leases.takeOver(profile.id(), session, clock.instant()), profile);
            running.find(lease.session()).ifPresent(RunningSession::loseLease);
            return taken;
          }
        }
      }
    }
  }

  /** Gives back the lease of a session that never came to be. */
  void giveBack(SessionId session) {
    leases.release(session);
    running.ended();
  }

  private boolean isEnded(WriterLease lease, SessionId successor, long nanos) {
    Optional<RunningSession> holder = running.find(lease.session());
    if (holder.isEmpty()) {
      return false;
    }
    CompletableFuture<BrowserSession> end =
        holder.get().end(running.saving("browser " + successor + " took its profile over"));
    try {
      end.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("session {} could not be saved before it is taken over", lease.session(), e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Conflict("interrupted while the profile was taken over", true);
    }
  }

  private Refusal held(Profile profile, WriterLease lease) {
    String until =
        running.find(lease.session()).map(LeaseAcquisition::until).orElse("it is deleted");
    return new Refusal.Conflict(
        ("browser %1$s writes into profile '%2$s' since %3$s, until %4$s. To write now, delete it,"
                + " which saves it (DELETE /browsers/%1$s), or ask with on_conflict \"wait\" or"
                + " \"take_over\"; with save_changes false the profile can be loaded at any time")
            .formatted(
                lease.session(), profile.name().orElse(profile.id().value()), lease.since(), until),
        false,
        List.of(
            Map.entry("holder", lease.session().value()),
            Map.entry("since", lease.since().toString()),
            Map.entry("until", until)));
  }

  private static String until(RunningSession holder) {
    Duration timeout = holder.record().timeout();
    return holder
        .clients()
        .idleSince()
        .map(since ->
            "%s unless a client connects"
                .formatted(since.plus(IdleWatch.BEFORE_STANDBY).plus(timeout)))
        .orElse("it is deleted or has no client for %d s".formatted(timeout.toSeconds()));
  }

  private static WriterLease given(Optional<WriterLease> lease, Profile profile) {
    return lease.orElseThrow(() -> new Refusal.NotFound("no profile '" + profile.id() + "'"));
  }
}
