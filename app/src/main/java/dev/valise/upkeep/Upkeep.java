package dev.valise.upkeep;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what has to be done from time to time, until it is closed: retention, then garbage
 * collection of what that removed. One run at a time; one that fails is logged, and the next comes
 * as ever.
 */
public final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final RetentionJob retention;
  private final GarbageCollection garbage;
  private final Grace grace;
  private final ScheduledExecutorService scheduler;
  private volatile boolean closed;

  /**
   * When it runs.
   *
   * @param first after the start: what starts should have its first minutes to itself
   * @param pause from the end of a run to the start of the next
   * @param grace of the garbage collection; fit for what runs beside it
   */
  public record Timing(Duration first, Duration pause, Grace grace) {

    private static final Duration LATEST_FIRST = Duration.ofMinutes(5);

    /** With the usual grace; the first comes some minutes after the start. */
    public static Timing every(Duration pause) {
      Duration first = pause.compareTo(LATEST_FIRST) < 0 ? pause : LATEST_FIRST;
      return new Timing(first, pause, Grace.besideOthers(Grace.DEFAULT));
    }
  }

  private Upkeep(
      RetentionJob retention,
      GarbageCollection garbage,
      Grace grace,
      ScheduledExecutorService scheduler) {
    this.retention = retention;
    this.garbage = garbage;
    this.grace = grace;
    this.scheduler = scheduler;
  }

  /**
   * Starts to run in the background.
   *
   * @param scheduler runs it and nothing else; closed with this
   */
  public static Upkeep start(
      RetentionJob retention,
      GarbageCollection garbage,
      Timing timing,
      ScheduledExecutorService scheduler) {
    var upkeep = new Upkeep(retention, garbage, timing.grace(), scheduler);
    var _ =
        scheduler.scheduleWithFixedDelay(
            upkeep::run, timing.first().toNanos(), timing.pause().toNanos(), TimeUnit.NANOSECONDS);
    return upkeep;
  }

  private void run() {
    try {
      retention.run(this::stopIfClosed);
      tell(garbage.run(grace, (_, _, _) -> stopIfClosed()));
    } catch (CancellationException e) {
      LOG.info("the upkeep was stopped; the next one goes on");
    } catch (RuntimeException | Error e) {
      // Thrown on, it would be the last run.
      LOG.error("the upkeep failed; it is tried again later", e);
    }
  }

  private void stopIfClosed() {
    if (closed) {
      throw new CancellationException();
    }
  }

  private static void tell(GarbageReport report) {
    if (report.freedBytes() > 0 || report.repacked().packs() > 0) {
      LOG.info(
          "garbage collection: {} blobs with {} bytes deleted; {} packs with {} bytes rewritten to"
              + " {} bytes; {} blobs with {} bytes wait",
          report.deleted().blobs() + report.orphans().blobs(),
          report.freedBytes(),
          report.repacked().packs(),
          report.repacked().bytesBefore(),
          report.repacked().bytesAfter(),
          report.waiting().blobs(),
          report.waiting().bytes());
    }
  }

  /** Returns once nothing runs any more; what runs stops before its next step. */
  @Override
  public void close() {
    closed = true;
    scheduler.close();
  }
}
