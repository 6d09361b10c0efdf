package dev.valise.session;

/**
 * Runs what can be interrupted where nobody interrupts: the threads of requests and of session ends
 * are never told to stop half way.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  interface Work<T> {
    T run() throws InterruptedException;
  }

  interface Action {
    void run() throws InterruptedException;
  }

  static <T> T call(Work<T> work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handling a browser", e);
    }
  }

  static void run(Action action) {
    var _ =
        call(() -> {
          action.run();
          return true;
        });
  }
}
