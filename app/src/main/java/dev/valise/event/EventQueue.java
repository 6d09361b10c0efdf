package dev.valise.event;

import dev.valise.catalog.EventRecords.Draft;
import dev.valise.model.OrganisationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What happened and is not written yet, in order, up to a number; what comes beyond that is only
 * counted. For many who put something in and one who takes it out. Thread-safe.
 */
final class EventQueue {
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Draft> waiting = new ArrayDeque<>();
  private final Map<OrganisationId, Integer> lost = new HashMap<>();
  private long put;
  private long written;
  private boolean closed;

  EventQueue(int limit) {
    this.limit = limit;
  }

  void put(Draft draft) {
    lock.lock();
    try {
      if (closed || waiting.size() == limit) {
        lost.merge(draft.organisation(), 1, Integer::sum);
      } else {
        waiting.add(draft);
        put++;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to write.
   *
   * @param most how many to take
   * @return empty when nothing came in time, or nothing comes any more
   */
  List<Draft> take(int most, Duration limit, Instant now) throws InterruptedException {
    lock.lock();
    try {
      long nanos = limit.toNanos();
      while (waiting.isEmpty() && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      List<Draft> taken = new ArrayList<>();
      while (taken.size() < most && !waiting.isEmpty()) {
        taken.add(waiting.remove());
      }
      if (waiting.isEmpty()) {
        lost.forEach((organisation, count) -> taken.add(loss(organisation, count, now)));
        put += lost.size();
        lost.clear();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static Draft loss(OrganisationId organisation, int count, Instant now) {
    return new Draft(
        organisation,
        now,
        EventType.EVENTS_LOST.word(),
        Optional.empty(),
        Map.of("count", Integer.toString(count)));
  }

  /** Says that what was taken is in the catalog, or is given up. */
  void done(int count) {
    lock.lock();
    try {
      written += count;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, at most so long, until what was put in before this call is done with. */
  void awaitDone(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long target = put;
      long nanos = limit.toNanos();
      while (written < target && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits; not at all once nothing comes any more. */
  void pause(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long end = System.nanoTime() + limit.toNanos();
      long nanos = limit.toNanos();
      while (!closed && nanos > 0) {
        changed.await(nanos, TimeUnit.NANOSECONDS);
        nanos = end - System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing is put in any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
