package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.IdSource;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.SessionId;
import dev.valise.model.WriterLease;
import java.util.Optional;

/**
 * The right to save a checkpoint: that of the session for its own profile, and one of its own, as
 * long as the checkpoint takes, for another.
 *
 * @param lease empty for a profile that nobody else knows yet
 * @param giveBack what ends it
 */
record CheckpointLease(Optional<WriterLease> lease, Runnable giveBack) implements AutoCloseable {

  /** Where leases come from. */
  record Source(LeaseAcquisition leasing, IdSource ids) {}

  /**
   * @param target empty for a profile that is still to be made
   * @throws Refusal.Conflict when another session writes into the profile
   */
  static CheckpointLease of(RunningSession session, Optional<Profile> target, Source source) {
    if (target.isEmpty()) {
      return new CheckpointLease(Optional.empty(), () -> {});
    }
    BrowserSession record = session.record();
    boolean own =
        record.writes() && record.load().orElseThrow().profile().equals(target.get().id());
    if (own) {
      WriterLease held = session.lease().orElseThrow(CheckpointLease::takenOver);
      return new CheckpointLease(Optional.of(held), () -> {});
    }
    SessionId holder = source.ids().session();
    WriterLease lease = source.leasing().acquire(target.get(), holder, OnConflict.FAIL);
    return new CheckpointLease(Optional.of(lease), () -> source.leasing().giveBack(holder));
  }

  static Refusal takenOver() {
    return new Refusal.Conflict("another browser has taken over the profile", false);
  }

  @Override
  public void close() {
    giveBack.run();
  }
}
