package dev.valise.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same thing done by many threads that start at one moment. */
public final class Race {
  private Race() {}

  /** What one of the threads does; it is told its number, from 0. */
  public interface Runner<T> {
    T run(int number) throws Exception;
  }

  /** Returns what each thread returned, in the order of their numbers, or throws what one threw. */
  public static <T> List<T> of(int threads, Runner<T> runner) throws Exception {
    var start = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> runs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        runs.add(() -> {
          start.await();
          return runner.run(number);
        });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> run : executor.invokeAll(runs)) {
        results.add(run.get());
      }
      return results;
    }
  }
}
