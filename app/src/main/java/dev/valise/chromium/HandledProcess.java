package dev.valise.chromium;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Held by the JDK's means, where there is no pidfd. The JDK compares start times before it signals,
 * and looks every 300 ms and then more rarely whether a process that is not its child still runs.
 */
record HandledProcess(ProcessHandle handle) implements HeldProcess {

  @Override
  public boolean awaitExit(Duration limit) throws InterruptedException {
    try {
      handle.onExit().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for process " + handle.pid(), e.getCause());
    }
  }

  @Override
  public void terminate() {
    handle.destroy();
  }

  @Override
  public void kill() {
    handle.destroyForcibly();
  }

  @Override
  public void stop() {
    throw new UnsupportedOperationException("the JDK sends no SIGSTOP");
  }

  @Override
  public void resume() {
    // Nothing can have been stopped.
  }

  @Override
  public void close() {
    // A ProcessHandle holds nothing of the system.
  }
}
