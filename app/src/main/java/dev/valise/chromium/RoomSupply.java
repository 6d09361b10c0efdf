package dev.valise.chromium;

import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.chromium.isolation.RoomRequest;
import dev.valise.chromium.isolation.Rooms;
import dev.valise.chromium.limits.LimitedStart;
import dev.valise.chromium.limits.Limiter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rooms, and keeps one of the usual kind ready: its parts take programs and the kernel's
 * locks, 50 ms in all, and a browser that starts should not wait for them. Thread-safe.
 */
final class RoomSupply implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoomSupply.class);

  /** A browser starts in a quarter of a second, and the next room must not slow it. */
  private static final Duration AFTER_A_START = Duration.ofSeconds(1);

  /** A room shows files of the machine as they were when it was made. */
  private static final Duration FRESH = Duration.ofHours(1);

  private final ChromiumInstallation installation;
  private final Limiter limiter;
  private final LongSupplier nanoTime;
  private final Executor later =
      CompletableFuture.delayedExecutor(
          AFTER_A_START.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
  private @Nullable MadeRoom ready;
  private Refill refill = Refill.NONE;
  private boolean isTidy;
  private boolean isClosed;

  private enum Refill {
    NONE,
    PLANNED,
    GOES_ON
  }

  RoomSupply(ChromiumInstallation installation, Limiter limiter, LongSupplier nanoTime) {
    this.installation = installation;
    this.limiter = limiter;
    this.nanoTime = nanoTime;
  }

  /** One for the caller alone; made now if none is ready. */
  MadeRoom take(Rooms rooms, RoomNetwork network) throws IOException, InterruptedException {
    // Without namespaces a room is made at once, and its port should not wait for a browser: anyone
    // can take it.
    if (!rooms.tier().hasNamespaces() || !(network instanceof RoomNetwork.Proxied)) {
      return make(rooms, network);
    }
    MadeRoom found = exchange(null);
    refillLater(rooms);
    if (found != null && isUsable(found)) {
      return found;
    }
    if (found != null) {
      found.discard();
    }
    return make(rooms, network);
  }

  private boolean isUsable(MadeRoom room) {
    return room.room().isWaiting() && nanoTime.getAsLong() - room.madeNanos() < FRESH.toNanos();
  }

  private synchronized @Nullable MadeRoom exchange(@Nullable MadeRoom next) {
    MadeRoom before = ready;
    ready = next;
    return before;
  }

  private synchronized void refillLater(Rooms rooms) {
    if (refill == Refill.NONE && !isClosed) {
      refill = Refill.PLANNED;
      later.execute(() -> {
        if (begins()) {
          refill(rooms);
        }
      });
    }
  }

  synchronized boolean isReady() {
    return ready != null;
  }

  private synchronized boolean begins() {
    refill = isClosed ? Refill.NONE : Refill.GOES_ON;
    return refill == Refill.GOES_ON;
  }

  private void refill(Rooms rooms) {
    try {
      if (isFirst()) {
        UnusedRooms.remove(limiter);
      }
      keep(make(rooms, new RoomNetwork.Proxied()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("no room can be made ready: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      endRefill();
    }
  }

  private synchronized boolean isFirst() {
    boolean wasTidy = isTidy;
    isTidy = true;
    return !wasTidy;
  }

  private void keep(MadeRoom made) throws InterruptedException {
    MadeRoom tooMuch = keepIfWanted(made);
    if (tooMuch != null) {
      tooMuch.discard();
    }
  }

  private synchronized @Nullable MadeRoom keepIfWanted(MadeRoom made) {
    return isClosed ? made : exchange(made);
  }

  private synchronized void endRefill() {
    refill = Refill.NONE;
    notifyAll();
  }

  private MadeRoom make(Rooms rooms, RoomNetwork network) throws IOException, InterruptedException {
    ScratchFolder scratch = ScratchFolder.create();
    boolean isMade = false;
    try {
      UnusedRooms.mark(scratch);
      LimitedStart limits = limiter.prepare(BrowserGroup.nameFor(scratch), rooms.ownTaskCount());
      try {
        var request =
            new RoomRequest(
                installation.executable().toRealPath(), scratch.path(), network, limits);
        var made = new MadeRoom(scratch, limits, rooms.open(request), nanoTime.getAsLong());
        isMade = true;
        return made;
      } finally {
        if (!isMade) {
          new BrowserGroup(limits.group()).delete();
        }
      }
    } finally {
      if (!isMade) {
        scratch.delete();
      }
    }
  }

  /** Leaves none behind. */
  @Override
  public void close() {
    try {
      MadeRoom left = last();
      if (left != null) {
        left.discard();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable MadeRoom last() throws InterruptedException {
    isClosed = true;
    while (refill == Refill.GOES_ON) {
      wait();
    }
    return exchange(null);
  }
}
