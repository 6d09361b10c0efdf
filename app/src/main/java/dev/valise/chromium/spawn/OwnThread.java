package dev.valise.chromium.spawn;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that runs one step and ends, so that what the step does to its thread is nobody
 * else's: a virtual thread would share it with its carrier, and with it all others.
 *
 * <p>Namespaces and restrictions are inherited by all threads that such a thread starts, and by
 * theirs. So a step must start none, nor do what might:
 *
 * <ul>
 *   <li>{@link ProcessBuilder#start} makes a "process reaper", which the JDK keeps for the
 *       processes of others; see {@link Spawn}.
 *   <li>Waking a virtual thread, as by completing a future, can make a new carrier for it.
 * </ul>
 *
 * In a while half of a server would be in networks of browsers, or shut out of its own files (JDK
 * 25, both seen in {@code /proc/self/task}). Who called waits for the end of the thread itself: the
 * JDK wakes it by a thread that has nothing to do with this one.
 */
public final class OwnThread<T> {
  private final Step<T> step;
  private @Nullable T result;
  private @Nullable Throwable failure;

  private OwnThread(Step<T> step) {
    this.step = step;
  }

  /** What is to be done there. */
  @FunctionalInterface
  public interface Step<T> {
    T run() throws IOException;
  }

  /** Waits for the step, also when interrupted: it may open what must be closed. */
  public static <T> T call(Step<T> step) throws IOException {
    var own = new OwnThread<>(step);
    Thread thread = new Thread(null, own::run, "own", 0, false);
    thread.setDaemon(true);
    thread.start();
    awaitEnd(thread);
    switch (own.failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    return own.resultOfStep();
  }

  private void run() {
    try {
      result = step.run();
    } catch (Throwable e) {
      failure = e;
    }
  }

  @SuppressWarnings("NullAway") // null only if the step's own result may be
  private T resultOfStep() {
    return result;
  }

  private static void awaitEnd(Thread thread) {
    boolean isInterrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
