package dev.valise.chromium;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Linux's pidfd_open(2), since kernel 5.3: a file descriptor that stands for one process for good
 * and becomes readable the moment it ends. The JDK has nothing like it for a process that is not
 * its child; its polling would add 300 ms to the end of most browsers, whose main process tends to
 * go 5 to 50 ms before the last of its helpers (measured).
 */
final class PidFd implements HeldProcess {

  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  // As on every architecture that Chromium is built for (signal(7)).
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private final int descriptor;

  private PidFd(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Empty when there is no such process, or when this kernel or its sandbox has no pidfd. */
  static Optional<HeldProcess> open(long pid) {
    return LinuxCalls.ofThisMachine()
        .map(calls -> calls.pidfdOpen(pid))
        .filter(descriptor -> descriptor >= 0)
        .map(PidFd::new);
  }

  @Override
  public boolean awaitExit(Duration limit) throws InterruptedException {
    var deadline = Deadline.after(limit);
    if (!Thread.currentThread().isVirtual()) {
      return poll(deadline);
    }
    // poll(2) blocks its carrier thread: two such waits would stop all virtual threads of a machine
    // with two cores.
    var platformThread = Thread.ofPlatform().daemon().name("await-exit");
    try {
      return CompletableFuture.supplyAsync(() -> poll(deadline), platformThread::start).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for a process", e.getCause());
    }
  }

  private boolean poll(Deadline deadline) {
    // Again after a signal to the waiting thread, and after a wait longer than poll(2) can count.
    while (!calls().isReadable(descriptor, deadline.remaining())) {
      if (deadline.isOver()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void terminate() {
    calls().pidfdSendSignal(descriptor, SIGTERM);
  }

  @Override
  public void kill() {
    calls().pidfdSendSignal(descriptor, SIGKILL);
  }

  @Override
  public void stop() {
    calls().pidfdSendSignal(descriptor, SIGSTOP);
  }

  @Override
  public void resume() {
    calls().pidfdSendSignal(descriptor, SIGCONT);
  }

  @Override
  public void close() {
    calls().close(descriptor);
  }

  private static LinuxCalls calls() {
    return LinuxCalls.ofThisMachine().orElseThrow();
  }
}
