package dev.valise.catalog;

import dev.valise.model.ProfileId;
import dev.valise.model.SessionId;
import dev.valise.model.WriterLease;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may save into which profile. A lease is given back by {@link SessionRecords#update}, with the
 * session that has ended, and by {@link SessionRecords#remove}; it goes with its profile.
 */
public interface WriterLeases {

  /**
   * Gives a session the lease of a profile if nobody has it; two calls at the same time never both
   * succeed.
   *
   * @return whoever has it now: the session itself, or another; empty when there is no such profile
   */
  Optional<WriterLease> acquire(ProfileId profile, SessionId session, Instant now);

  /**
   * Gives a session the lease of a profile, whoever has it.
   *
   * @return empty when there is no such profile
   */
  Optional<WriterLease> takeOver(ProfileId profile, SessionId session, Instant now);

  /** The lease that a session has. */
  Optional<WriterLease> heldBy(SessionId session);

  /** Gives back what a session has that never came to be. */
  void release(SessionId session);

  /** Gives back what sessions have that are not there, or have ended: a server died in between. */
  void releaseOrphans();
}
