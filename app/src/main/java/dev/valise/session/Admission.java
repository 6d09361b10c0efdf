package dev.valise.session;

import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import dev.valise.model.SessionId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets sessions begin as long as there is room for them, and counts those that have not ended. Two
 * that ask at the same time never get the same place. Thread-safe.
 */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final SessionLimits limits;
  private final FreeSpace disk;
  private final Map<SessionId, OrganisationId> holders = new HashMap<>();

  Admission(SessionLimits limits, FreeSpace disk) {
    this.limits = limits;
    this.disk = disk;
  }

  /**
   * Takes a place for a new session.
   *
   * @throws Refusal.DiskLow when a save of those that run might fail then
   * @throws Refusal.NoCapacity when all places are taken
   */
  void admit(SessionId id, OrganisationId organisation) {
    checkDisk();
    synchronized (this) {
      int all = holders.size();
      int own = count(organisation);
      if (own >= limits.browsersPerOrganisation().orElse(Integer.MAX_VALUE)) {
        throw full("the organisation", own, all, own);
      }
      if (all >= limits.browsers()) {
        throw full("this server", all, all, own);
      }
      holders.put(id, organisation);
    }
  }

  private static Refusal full(String where, int most, int all, int own) {
    return new Refusal.NoCapacity(
        "%s runs as many browsers as it may, %d; delete one, or wait for one to end"
            .formatted(where, most),
        all,
        own);
  }

  private int count(OrganisationId organisation) {
    return (int) holders.values().stream().filter(organisation::equals).count();
  }

  /** Counts a session that runs already, or that an earlier server left; it is never refused. */
  synchronized void hold(SessionId id, OrganisationId organisation) {
    holders.put(id, organisation);
  }

  /** Gives the place of a session back, if it has one. */
  synchronized void release(SessionId id) {
    holders.remove(id);
  }

  /**
   * @throws Refusal.DiskLow when nothing more should be written but saves
   */
  void checkDisk() {
    if (limits.minFreeDisk() == 0) {
      return;
    }
    long free;
    try {
      free = disk.bytes();
    } catch (IOException e) {
      // The session that begins is the first to see it if the disk is really gone.
      LOG.warn("how much of the disk is free is not known", e);
      return;
    }
    if (free < limits.minFreeDisk()) {
      throw new Refusal.DiskLow(
          "the disk of this server is almost full: %d MB are free, and %d MB are kept for the saves"
                  .formatted(free >> 20, limits.minFreeDisk() >> 20)
              + " of the browsers that run; these go on");
    }
  }
}
