package dev.valise.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The folders that a scan has still to look into, for threads that find more of them. Thread-safe.
 */
final class FoldersToEnter {

  /**
   * @param path relative to the scanned folder, with slashes
   * @param dropped by which rule nothing in it is kept, whatever it is called; empty when it may be
   */
  record Entry(FolderChild folder, String path, Optional<String> dropped) {}

  private final Deque<Entry> waiting = new ArrayDeque<>();

  /** How many threads are in a folder, and may find more. */
  private int entered;

  private boolean over;

  synchronized void add(Entry entry) {
    waiting.push(entry);
    notify();
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The next one, once it is there, to be followed by {@link #left}; empty when all are done. */
  synchronized Optional<Entry> next() {
    boolean interrupted = false;
    while (waiting.isEmpty() && entered > 0 && !over) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (over || waiting.isEmpty()) {
      return Optional.empty();
    }
    entered++;
    return Optional.of(waiting.pop());
  }

  synchronized void left() {
    entered--;
    if (entered == 0) {
      notifyAll();
    }
  }

  /** Gives up: nobody gets another one. */
  synchronized void abandon() {
    over = true;
    notifyAll();
  }
}
