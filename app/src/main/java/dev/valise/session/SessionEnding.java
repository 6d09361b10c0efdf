package dev.valise.session;

import dev.valise.model.BrowserSession;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of one session: asked for once or often, tried once or, when it fails, again.
 * Thread-safe.
 */
final class SessionEnding {
  private final BiConsumer<Work, CompletableFuture<BrowserSession>> runner;
  private @Nullable Work lastWork;
  private @Nullable CompletableFuture<BrowserSession> last;
  private int tries;

  /** What ending a session consists of. */
  interface Work {
    /** Runs while nobody else touches the browser; returns the session as it has ended. */
    BrowserSession run(RunningSession session) throws IOException;
  }

  /**
   * @param runner does the work and completes the result; called on a thread of its own
   */
  SessionEnding(BiConsumer<Work, CompletableFuture<BrowserSession>> runner) {
    this.runner = runner;
  }

  /**
   * Ends the session. Calls while it goes on, and after it succeeded, get the same result; after a
   * failure the next call tries again.
   */
  synchronized CompletableFuture<BrowserSession> begin(Work work) {
    if (last == null || last.isCompletedExceptionally()) {
      var result = new CompletableFuture<BrowserSession>();
      last = result;
      lastWork = work;
      tries++;
      Thread.startVirtualThread(() -> runner.accept(work, result));
    }
    return last;
  }

  /** Tries a failed end again, as it was asked for then; empty when none has failed. */
  synchronized Optional<CompletableFuture<BrowserSession>> retry() {
    return lastWork != null && failedTries().isPresent()
        ? Optional.of(begin(lastWork))
        : Optional.empty();
  }

  /** The last try, which goes on or is over; empty when nobody asked for an end. */
  synchronized Optional<CompletableFuture<BrowserSession>> latest() {
    return Optional.ofNullable(last);
  }

  /** Whether anybody asked for it. */
  boolean isAskedFor() {
    return latest().isPresent();
  }

  /** How often it has been tried, if the last try has failed. */
  synchronized OptionalInt failedTries() {
    return last != null && last.isCompletedExceptionally()
        ? OptionalInt.of(tries)
        : OptionalInt.empty();
  }

  /** Why it failed, while it waits to be tried again. */
  Optional<String> failure() {
    return latest()
        .filter(CompletableFuture::isCompletedExceptionally)
        .map(end -> String.valueOf(end.exceptionNow().getMessage()));
  }
}
