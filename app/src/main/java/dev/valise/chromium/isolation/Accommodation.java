package dev.valise.chromium.isolation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that browsers get, as it was asked for and as the machine can. Thread-safe.
 *
 * <p>What the machine can is found out once, while the rest of the server starts; the first browser
 * waits for it.
 */
public final class Accommodation {
  private static final Logger LOG = LoggerFactory.getLogger(Accommodation.class);

  private final Isolation wanted;
  private final CompletableFuture<ProbeResult> probed;
  private final IntSupplier organisations;

  Accommodation(
      Isolation wanted, CompletableFuture<ProbeResult> probed, IntSupplier organisations) {
    this.wanted = wanted;
    this.probed = probed;
    this.organisations = organisations;
  }

  /**
   * Begins to find out.
   *
   * @param executable the browser
   * @param path where programs are, as the PATH variable has it
   * @param organisations how many there are whose browsers must not meet
   */
  public static Accommodation prepare(
      Isolation wanted, Path executable, String path, IntSupplier organisations) {
    CompletableFuture<ProbeResult> probed =
        switch (wanted) {
          case AUTO, STRICT ->
              CompletableFuture.supplyAsync(
                  () -> RoomProbe.run(executable, path),
                  Thread.ofPlatform().daemon().name("room-probe")::start);
          case BASIC, OFF ->
              CompletableFuture.completedFuture(new ProbeResult(Optional.empty(), List.of()));
        };
    var _ = probed.thenAccept(result -> log(wanted, result));
    return new Accommodation(wanted, probed, organisations);
  }

  private static void log(Isolation wanted, ProbeResult result) {
    LOG.info("isolation {}: browsers run at tier {}", wanted.word(), result.tier().word());
    result.obstacles().forEach(obstacle -> LOG.warn("isolation: {}", obstacle));
  }

  /**
   * How rooms are made; empty for plain processes. Waits until that is known.
   *
   * @throws IsolationException when no browser may run here, with what is missing
   */
  public Optional<Rooms> rooms() {
    ProbeResult result = probed.join();
    if (wanted == Isolation.STRICT && !result.tier().hasNamespaces()) {
      throw new IsolationException(
          "no browser is started, because isolation is strict and this machine cannot have it: "
              + String.join("; ", result.obstacles()));
    }
    if (wanted != Isolation.OFF && result.tier() == Tier.NONE && organisations.getAsInt() > 1) {
      throw new IsolationException(
          "no browser is started, because browsers of several organisations could reach each other"
              + " here, unless isolation is off: "
              + String.join("; ", result.obstacles()));
    }
    return result.rooms();
  }

  /** What holds for browsers here; empty until it is known. */
  public Optional<Confinement> confinement() {
    return probed.isDone() && !probed.isCompletedExceptionally()
        ? Optional.of(probed.join().rooms().map(Rooms::confinement).orElse(Confinement.NONE))
        : Optional.empty();
  }
}
