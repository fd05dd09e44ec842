package dev.parkade.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks at the same time. The first failure interrupts the others and is thrown once they
/// have all ended.
final class Together {
  private Together() {}

  static void run(List<? extends Runnable> tasks) {
    run(tasks, Math.max(1, tasks.size()));
  }

  static void run(List<? extends Runnable> tasks, int atOnce) {
    RuntimeException failure = null;
    try (var threads = Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      var running = new ExecutorCompletionService<Void>(threads);
      List<Future<Void>> all = new ArrayList<>();
      tasks.forEach(task -> all.add(running.submit(task, null)));
      for (int ended = 0; ended < all.size(); ended++) {
        try {
          running.take().get();
        } catch (CancellationException interrupted) {
          // the failure that caused it is known already
        } catch (ExecutionException failed) {
          failure = failure == null ? unchecked(failed) : failure;
          all.forEach(it -> it.cancel(true));
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
          failure = new IllegalStateException("interrupted", stop);
          threads.shutdownNow();
          break;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException unchecked(ExecutionException failed) {
    return failed.getCause() instanceof RuntimeException already
        ? already
        : new IllegalStateException(failed);
  }
}
