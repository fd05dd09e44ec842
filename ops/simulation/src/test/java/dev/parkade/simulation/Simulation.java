package dev.parkade.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Runs many schedules on all processors, and one again with its trace.
final class Simulation {

  /// A schedule in which something happened that must never be.
  ///
  /// @param problem what it was
  /// @param report the same, how to run it again, and all that had happened
  record Failure(long seed, String problem, String report) {}

  /// What many schedules came to.
  ///
  /// @param failure the one with the lowest seed among those that were found
  /// @param seen in how many schedules each sight was seen
  record Result(Optional<Failure> failure, Map<Sight, Long> seen) {}

  private final Mutation mutation;
  private final long end;
  private final AtomicLong next;
  private final AtomicLong failed = new AtomicLong(Long.MAX_VALUE);
  private final Map<Sight, LongAdder> seen = new EnumMap<>(Sight.class);

  private Simulation(long first, long count, Mutation mutation) {
    this.mutation = mutation;
    end = first + count;
    next = new AtomicLong(first);
    for (Sight sight : Sight.values()) {
      seen.put(sight, new LongAdder());
    }
  }

  /// Runs so many schedules, from this seed on; stops soon after the first that fails.
  static Result run(long first, long count, Mutation mutation) {
    return new Simulation(first, count, mutation).run();
  }

  private Result run() {
    int workers = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      List<? extends Future<?>> running =
          IntStream.range(0, workers).mapToObj(w -> threads.submit(this::work)).toList();
      for (Future<?> worker : running) {
        worker.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while schedules ran", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a schedule could not be run", e.getCause());
    }
    Map<Sight, Long> sums = new EnumMap<>(Sight.class);
    seen.forEach((sight, count) -> sums.put(sight, count.sum()));
    long seed = failed.get();
    return new Result(
        seed == Long.MAX_VALUE ? Optional.empty() : Optional.of(explain(seed, mutation)), sums);
  }

  private void work() {
    long seed = next.getAndIncrement();
    while (seed < end && seed < failed.get()) {
      Schedule schedule = new Schedule(seed, false, mutation);
      try {
        schedule.run();
        schedule.seen().forEach(sight -> seen.get(sight).increment());
      } catch (Violation | RuntimeException e) {
        failed.accumulateAndGet(seed, Math::min);
      }
      seed = next.getAndIncrement();
    }
  }

  /// Runs a schedule again and says what happened in it.
  static Failure explain(long seed, Mutation mutation) {
    Schedule schedule = new Schedule(seed, true, mutation);
    String problem;
    try {
      schedule.run();
      problem = "everything is as it must be";
    } catch (Violation e) {
      problem = e.getMessage();
    } catch (RuntimeException e) {
      problem = "it broke down: " + e;
    }
    return new Failure(
        seed,
        problem,
        """
        seed %d: %s
        run it again with: mvn -pl ops/simulation -am test -Dtest=SimulationTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Dparkade.simulation.seed=%d
        what happened (seconds, who, what):
        %s
        """
            .formatted(seed, schedule.named(problem), seed, schedule.trace()));
  }
}
