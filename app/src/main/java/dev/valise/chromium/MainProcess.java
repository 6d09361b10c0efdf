package dev.valise.chromium;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * What stands for a browser: it ends with the browser. Thread-safe.
 *
 * @param identity which process it is
 * @param onExit completed when it has ended, with its exit code (128 + n for signal n), which only
 *     the parent of a process is told
 */
record MainProcess(ProcessIdentity identity, CompletableFuture<OptionalInt> onExit) {
  private static final Duration LONG = Duration.ofHours(1);

  /** One that this process started. */
  static MainProcess started(Process process) {
    return new MainProcess(
        ProcessIdentity.of(process.pid())
            // Over before it could be looked at; what it may have started is found all the same.
            .orElseGet(() -> new ProcessIdentity(process.pid(), 0, "")),
        process.onExit().thenApply(ended -> OptionalInt.of(ended.exitValue())));
  }

  /** One that somebody else started, an earlier server for one. */
  static MainProcess found(ProcessIdentity identity) {
    var exit = new CompletableFuture<OptionalInt>();
    // Not a virtual thread: the wait blocks its carrier, here for as long as the browser lives.
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("browser-exit")
            .start(() -> {
              try {
                awaitExit(identity);
                exit.complete(OptionalInt.empty());
              } catch (InterruptedException | RuntimeException e) {
                exit.completeExceptionally(e);
              }
            });
    return new MainProcess(identity, exit);
  }

  private static void awaitExit(ProcessIdentity identity) throws InterruptedException {
    while (true) {
      var held = HeldProcess.hold(identity, ProcessTable.ofThisMachine());
      if (held.isEmpty()) {
        return;
      }
      try (HeldProcess process = held.get()) {
        if (process.awaitExit(LONG)) {
          return;
        }
      }
    }
  }
}
