package dev.valise.chromium.isolation;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one room ready, for its parts take programs to make, and a browser that starts should not
 * wait for them. Thread-safe.
 */
final class PreparedRooms {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedRooms.class);

  /** A browser starts in a quarter of a second, and the next room must not slow it. */
  private static final Duration AFTER_A_START = Duration.ofSeconds(1);

  private final Programs programs;
  private final SlotUids slots;
  private final Executor later =
      CompletableFuture.delayedExecutor(
          AFTER_A_START.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
  private final AtomicReference<@Nullable PreparedRoom> ready = new AtomicReference<>();
  private final AtomicBoolean refilling = new AtomicBoolean();

  PreparedRooms(Programs programs, SlotUids slots) {
    this.programs = programs;
    this.slots = slots;
  }

  /** One for the caller alone, who closes it; made now if none is ready. */
  PreparedRoom take(RoomNetwork network) throws IOException {
    return switch (network) {
      // These are alike: a room with a proxy has a listening socket more.
      case RoomNetwork.None _, RoomNetwork.Proxied _ -> {
        PreparedRoom found = ready.getAndSet(null);
        if (refilling.compareAndSet(false, true)) {
          later.execute(this::refill);
        }
        yield found != null ? found : PreparedRoom.of(programs, slots, network);
      }
      case RoomNetwork.Full _ -> PreparedRoom.of(programs, slots, network);
    };
  }

  boolean isReady() {
    return ready.get() != null;
  }

  private void refill() {
    try {
      if (!isReady()) {
        ready.set(PreparedRoom.of(programs, slots, new RoomNetwork.None()));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("no room can be made ready: {}", e.toString());
    } finally {
      refilling.set(false);
    }
  }
}
