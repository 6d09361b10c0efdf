package dev.valise.chromium.isolation;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs a step on a platform thread that ends with it, so that the namespaces it entered are nobody
 * else's: those of a virtual thread would be its carrier's, and with it those of any other.
 */
final class OwnThread {
  private OwnThread() {}

  /** What is to be done there. */
  interface Step<T> {
    T run() throws IOException;
  }

  /** Waits for the step, also when interrupted: it may open what must be closed. */
  static <T> T call(Step<T> step) throws IOException {
    var result = new CompletableFuture<T>();
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("room")
            .start(() -> {
              try {
                result.complete(step.run());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
