package dev.valise.upkeep;

import dev.valise.upkeep.GarbageProgress.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One garbage collection: what it is to do, and what came of it so far. Used by one thread. */
final class Round {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);

  /** A blob store that is away fails for every blob: a few say it. */
  private static final int FAILURES_TOLD = 20;

  private final Grace grace;
  private final boolean dryRun;
  private final GarbageProgress progress;
  private final List<String> failures = new ArrayList<>();
  private int failed;
  private int versions;
  private Amount deleted = Amount.NONE;
  private Amount orphans = Amount.NONE;
  private Amount waiting = Amount.NONE;
  private Optional<Instant> waitingUntil = Optional.empty();
  private GarbageReport.Repacked repacked = GarbageReport.Repacked.NONE;

  Round(Grace grace, boolean dryRun, GarbageProgress progress) {
    this.grace = grace;
    this.dryRun = dryRun;
    this.progress = progress;
  }

  boolean dryRun() {
    return dryRun;
  }

  /** The last moment at which a blob became unused that may go now. */
  Instant unusedSince(Instant now) {
    return now.minus(grace.period());
  }

  void at(Phase phase, long done, long all) {
    progress.at(phase, done, all);
  }

  void failed(String what, Exception why) {
    LOG.warn("{}", what, why);
    failed++;
    if (failed <= FAILURES_TOLD) {
      failures.add(what + ": " + why.getMessage());
    }
  }

  void looked() {
    versions++;
  }

  int versionsLookedAt() {
    return versions;
  }

  void deleted(long size) {
    deleted = deleted.with(size);
  }

  Amount deleted() {
    return deleted;
  }

  void orphan(long size) {
    orphans = orphans.with(size);
  }

  void waits(long size, Instant since) {
    Instant until = since.plus(grace.period());
    waiting = waiting.with(size);
    if (waitingUntil.isEmpty() || waitingUntil.get().isBefore(until)) {
      waitingUntil = Optional.of(until);
    }
  }

  void repacked(GarbageReport.Repacked more) {
    repacked =
        new GarbageReport.Repacked(
            repacked.packs() + more.packs(),
            repacked.bytesBefore() + more.bytesBefore(),
            repacked.bytesAfter() + more.bytesAfter(),
            repacked.versions() + more.versions());
  }

  GarbageReport report() {
    List<String> told = new ArrayList<>(failures);
    if (failed > FAILURES_TOLD) {
      told.add((failed - FAILURES_TOLD) + " more failures are in the log");
    }
    return new GarbageReport(
        dryRun, versions, deleted, orphans, waiting, waitingUntil, repacked, told);
  }
}
