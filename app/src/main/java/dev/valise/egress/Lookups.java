package dev.valise.egress;

import dev.valise.egress.policy.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The lookups of one proxy, a bounded number at a time. They run on platform threads, because
 * getaddrinfo(3) blocks in native code: on virtual threads, as many names as there are cores that
 * no server answers for would stop every virtual thread of the process. Thread-safe.
 */
final class Lookups {
  private static final int AT_ONCE = 16;

  /** One for all proxies; each takes {@link #AT_ONCE} threads at most. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("egress-lookup-", 0).factory());

  private final Resolver resolver;
  // Given back when a lookup ends, not when its caller gives up.
  private final Semaphore free = new Semaphore(AT_ONCE);

  Lookups(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * All addresses of a name.
   *
   * @throws NoConnectionException when there are none, or not in time
   */
  List<InetAddress> addresses(Host.Name name, Deadline deadline)
      throws NoConnectionException, InterruptedException {
    if (!free.tryAcquire(deadline.nanos(), TimeUnit.NANOSECONDS)) {
      throw tooLate(name);
    }
    Future<List<InetAddress>> answer =
        THREADS.submit(() -> {
          try {
            return resolver.resolve(name.value());
          } finally {
            free.release();
          }
        });
    try {
      return answer.get(deadline.nanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw tooLate(name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw new NoConnectionException(Reply.HOST_UNREACHABLE, name + " has no address", unknown);
      }
      throw new NoConnectionException(Reply.GENERAL_FAILURE, name + " cannot be looked up", e);
    }
  }

  private static NoConnectionException tooLate(Host.Name name) {
    return new NoConnectionException(Reply.HOST_UNREACHABLE, name + ": no answer in time");
  }
}
