package dev.valise.snapshot;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Work that goes on in a thread of its own. Closing waits until it is over.
 *
 * <p>A platform thread: the store computes, and a virtual thread that does keeps its carrier from
 * all others until it is done (JEP 444). On two processors two checkouts stopped every other
 * session for as long as they took.
 */
final class Background<T> implements AutoCloseable {
  private final FutureTask<T> task;

  private Background(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Background<T> start(Callable<T> work) {
    var task = new FutureTask<>(work);
    execute(task);
    return new Background<>(task);
  }

  /** Runs something without waiting for it. */
  static void execute(Runnable work) {
    Thread.ofPlatform().daemon().name("store").start(work);
  }

  /** Runs work to its end, elsewhere when this is a virtual thread. */
  static <T> T compute(Callable<T> work) throws IOException {
    var task = new FutureTask<>(work);
    if (Thread.currentThread().isVirtual()) {
      execute(task);
    } else {
      task.run();
    }
    return result(task);
  }

  /** The result, or the failure as the work threw it. */
  T join() throws IOException {
    return result(task);
  }

  /** What {@code task} resulted in; waits for it, whatever interrupts. */
  static <T> T result(Future<T> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IOException(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    try {
      join();
    } catch (IOException | RuntimeException | Error failure) {
      // Whoever wants the result has joined; who does not has a failure of his own.
      return;
    }
  }
}
