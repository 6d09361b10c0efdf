package dev.valise.chromium.isolation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that browsers get, as it was asked for and as the machine can. Thread-safe.
 *
 * <p>What the machine can is found out once, while the rest of the server starts; the first browser
 * waits for it.
 */
public final class Accommodation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Accommodation.class);

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Isolation wanted;
  private final Supplier<ProbeResult> probe;
  private final IntSupplier organisations;
  private CompletableFuture<ProbeResult> probed = new CompletableFuture<>();
  private Thread prober;

  Accommodation(Isolation wanted, Supplier<ProbeResult> probe, IntSupplier organisations) {
    this.wanted = wanted;
    this.organisations = organisations;
    this.probe = probe;
    this.prober = prober(probed);
  }

  private Thread prober(CompletableFuture<ProbeResult> result) {
    return Thread.ofPlatform().daemon().name("room-probe").unstarted(() -> complete(result));
  }

  private void complete(CompletableFuture<ProbeResult> future) {
    ProbeResult result;
    try {
      result = probe.get();
    } catch (IsolationException e) {
      LOG.error("isolation {}: {} {}", wanted.word(), e.getMessage(), e.output());
      future.completeExceptionally(e);
      return;
    } catch (RuntimeException e) {
      LOG.error("what this machine can isolate cannot be found out", e);
      result = new ProbeResult(Optional.empty(), List.of(e.toString()));
    }
    LOG.info("isolation {}: browsers run at tier {}", wanted.word(), result.tier().word());
    result.obstacles().forEach(obstacle -> LOG.warn("isolation: {}", obstacle));
    future.complete(result);
  }

  /**
   * Begins to find out.
   *
   * @param subject what browsers run here
   * @param organisations how many there are whose browsers must not meet
   */
  public static Accommodation prepare(
      Isolation wanted, RoomProbe.Subject subject, IntSupplier organisations) {
    return new Accommodation(wanted, () -> RoomProbe.run(wanted, subject), organisations).begin();
  }

  Accommodation begin() {
    prober.start();
    return this;
  }

  /**
   * How rooms are made; empty for plain processes. Waits until that is known.
   *
   * @throws IsolationException when no browser may run here, with what is missing, and when a
   *     browser that was tried did nothing; the next call tries again then
   */
  public Optional<Rooms> rooms() {
    ProbeResult result = known();
    if (wanted == Isolation.STRICT && !result.tier().hasNamespaces()) {
      throw new IsolationException(
          "no browser is started, because isolation is strict and this machine cannot have it: "
              + String.join("; ", result.obstacles()));
    }
    boolean together = !result.rooms().map(Rooms::keepsBrowsersApart).orElse(false);
    if (wanted != Isolation.OFF && together && organisations.getAsInt() > 1) {
      throw new IsolationException(
          "no browser is started, because browsers of several organisations could reach each other"
              + " here, unless isolation is off: "
              + String.join("; ", result.obstacles()));
    }
    return result.rooms();
  }

  private ProbeResult known() {
    try {
      return againIfItFailed().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IsolationException unknown ? unknown : e;
    }
  }

  private synchronized CompletableFuture<ProbeResult> latest() {
    return probed;
  }

  private synchronized CompletableFuture<ProbeResult> againIfItFailed() {
    if (probed.isCompletedExceptionally()) {
      probed = new CompletableFuture<>();
      prober = prober(probed);
      prober.start();
    }
    return probed;
  }

  /** What holds for browsers here; empty until it is known. */
  public Optional<Confinement> confinement() {
    CompletableFuture<ProbeResult> latest = latest();
    return latest.isDone() && !latest.isCompletedExceptionally()
        ? Optional.of(latest.join().rooms().map(Rooms::confinement).orElse(Confinement.NONE))
        : Optional.empty();
  }

  private synchronized Thread lastProber() {
    return prober;
  }

  /** Gives up finding out, if that still goes on, and leaves nothing of it behind. */
  @Override
  public void close() {
    Thread last = lastProber();
    last.interrupt();
    try {
      if (!last.join(END_LIMIT)) {
        LOG.warn("the browser that was tried in a room does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
