package dev.valise.chromium.spawn;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child of this process that the JDK did not start. Thread-safe. What it wrote stays readable
 * after its end, until the streams are closed.
 */
final class SpawnedProcess extends Process {
  private static final long SMALL_STACK = 256L << 10;

  private final int pid;
  private final ChildStreams streams;
  private final ProcessHandle handle;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private boolean isReaped;

  private SpawnedProcess(int pid, ChildStreams streams) {
    this.pid = pid;
    this.streams = streams;
    // Not reaped yet, so it is there, ended or not.
    handle = ProcessHandle.of(pid).orElseThrow();
  }

  static SpawnedProcess of(int pid, ChildStreams streams) {
    var process = new SpawnedProcess(pid, streams);
    // A thread each, which blocks in the kernel: it has no other way to tell the end of a child.
    var waiter = new Thread(null, process::await, "await-" + pid, SMALL_STACK, false);
    // A browser may outlive this process, and must not keep it from ending.
    waiter.setDaemon(true);
    waiter.start();
    return process;
  }

  private void await() {
    WaitCalls.awaitEnd(pid);
    int code;
    synchronized (this) {
      code = WaitCalls.reap(pid);
      isReaped = true;
    }
    try {
      streams.input().close();
    } catch (IOException e) {
      // Nobody reads that pipe any more.
    }
    exit.complete(code);
  }

  private synchronized void signal(int signal) {
    // Under the lock the pid cannot pass on to a stranger.
    if (!isReaped) {
      WaitCalls.signal(pid, signal);
    }
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public ProcessHandle toHandle() {
    return handle;
  }

  @Override
  public ProcessHandle.Info info() {
    return handle.info();
  }

  @Override
  public OutputStream getOutputStream() {
    return streams.input();
  }

  @Override
  public InputStream getInputStream() {
    return streams.output();
  }

  @Override
  public InputStream getErrorStream() {
    return streams.error();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(_ -> this);
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public int exitValue() {
    if (isAlive()) {
      throw new IllegalThreadStateException("Process " + pid + " has not ended");
    }
    return exit.join();
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for process " + pid, e.getCause());
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for process " + pid, e.getCause());
    }
  }

  @Override
  public boolean supportsNormalTermination() {
    return true;
  }

  @Override
  public void destroy() {
    signal(WaitCalls.SIGTERM);
  }

  @Override
  public Process destroyForcibly() {
    signal(WaitCalls.SIGKILL);
    return this;
  }

  @Override
  public String toString() {
    return "Process[pid=%d]".formatted(pid);
  }
}
