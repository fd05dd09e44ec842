package dev.parkade.cli.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Many clients at the same time, of whom a few at once have a request under way.
final class Crowd {
  /// Enough to keep the services busy, and few enough not to take the machine from them.
  private static final int AT_ONCE = 8;

  private Crowd() {}

  /// One thing to do with each.
  @FunctionalInterface
  interface Task<T, R> {
    R run(T one) throws InterruptedException;
  }

  /// Does it with all of them, and waits for all.
  ///
  /// @return the results in the order of the list
  /// @throws RuntimeException the first failure; the others are done all the same
  static <T, R> List<R> each(List<T> all, Task<T, R> task) throws InterruptedException {
    var places = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> running = new ArrayList<>();
      for (var one : all) {
        running.add(threads.submit(inTurn(places, () -> task.run(one))));
      }
      var results = new ArrayList<R>();
      for (var one : running) {
        results.add(one.get());
      }
      return Collections.unmodifiableList(results);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private static <R> Callable<R> inTurn(Semaphore places, Callable<R> task) {
    return () -> {
      places.acquire();
      try {
        return task.call();
      } finally {
        places.release();
      }
    };
  }
}
