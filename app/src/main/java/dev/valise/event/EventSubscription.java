package dev.valise.event;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells one reader that there may be something new; what it is, the reader reads. It holds no
 * events, so that a slow reader costs nothing. Thread-safe.
 */
public final class EventSubscription implements AutoCloseable {
  private final Semaphore news = new Semaphore(0);
  private final Consumer<EventSubscription> end;
  private volatile boolean open = true;

  EventSubscription(Consumer<EventSubscription> end) {
    this.end = end;
  }

  /** Whether it goes on; not when it was closed, or the log that it is of. */
  public boolean isOpen() {
    return open;
  }

  /**
   * Waits for something new since the last call, or the end of the subscription.
   *
   * @return false when there was nothing in time
   */
  public boolean await(Duration limit) throws InterruptedException {
    boolean some = news.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    news.drainPermits();
    return some;
  }

  /** Ends the wait of the reader, as something new does. */
  public void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  void end() {
    open = false;
    wake();
  }

  @Override
  public void close() {
    end();
    end.accept(this);
  }
}
