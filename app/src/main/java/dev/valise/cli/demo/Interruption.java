package dev.valise.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets one thread clean up after Ctrl-C: the thread is interrupted, and the process ends when this
 * is closed.
 */
final class Interruption implements AutoCloseable {

  /** More than a server needs to save and end its browsers. */
  private static final Duration LIMIT = Duration.ofSeconds(75);

  private final CountDownLatch cleaned = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Thread worker) {
    hook = Thread.ofPlatform().unstarted(() -> interrupt(worker));
  }

  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  @Override
  public void close() {
    cleaned.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // Then the hook runs, and the line above has let it go.
      return;
    }
  }

  private void interrupt(Thread worker) {
    worker.interrupt();
    try {
      if (!cleaned.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("Error: could not clean up within " + LIMIT.toSeconds() + " s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
