package dev.parkade.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.simulation.Simulation.Failure;
import dev.parkade.simulation.Simulation.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random schedules of the whole system, against the invariants.
///
/// `-Dparkade.simulation.schedules=100000` runs more of them, `-Dparkade.simulation.first` others,
/// and `-Dparkade.simulation.seed` one again, and prints all that happens in it.
class SimulationTest {

  private static final long SCHEDULES = 4_000;
  private static final long MOST_PER_MUTATION = 20_000;

  @Test
  void everyScheduleKeepsTheInvariants() {
    Long one = Long.getLong("parkade.simulation.seed");
    if (one != null) {
      System.out.println(Simulation.explain(one, Mutation.NONE).report());
    }
    long first = one == null ? Long.getLong("parkade.simulation.first", 1) : one;
    long count = one == null ? Long.getLong("parkade.simulation.schedules", SCHEDULES) : 1;

    long start = System.nanoTime();
    Result result = Simulation.run(first, count, Mutation.NONE);
    double seconds = (System.nanoTime() - start) / 1e9;

    System.out.printf("%d schedules in %.1f s, of which with%n", count, seconds);
    result.seen().forEach((sight, n) -> System.out.printf("%8d %s%n", n, sight));
    assertThat(result.failure().map(Failure::report)).isEmpty();
    if (one == null) {
      // or the invariants would hold because nothing happens
      assertThat(result.seen()).allSatisfy((sight, n) -> assertThat(n).isGreaterThan(count / 200));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatIsBrokenIsFound(Mutation mutation) {
    Result result = Simulation.run(1, MOST_PER_MUTATION, mutation);

    assertThat(result.failure()).as("found within %d schedules", MOST_PER_MUTATION).isPresent();
    Failure failure = result.failure().orElseThrow();
    assertThat(failure.problem()).startsWith(EXPECTED.get(mutation));
    assertThat(failure.report())
        .contains("-Dparkade.simulation.seed=" + failure.seed(), "orchestrator order-1 PLACED");
  }

  @Test
  void theSameSeedIsTheSameSchedule() {
    for (long seed = 1; seed <= 50; seed++) {
      assertThat(traceOf(seed)).isEqualTo(traceOf(seed)).contains("from here on everything works");
    }
  }

  private static String traceOf(long seed) {
    return Simulation.explain(seed, Mutation.NONE).report();
  }

  /// How each fault shows.
  private static final Map<Mutation, String> EXPECTED =
      Map.of(
          Mutation.CHARGES_WHAT_IS_VOIDED, "suspension:",
          Mutation.OVERTAKES_WHAT_IS_PARKED, "I",
          Mutation.RESERVES_WHAT_IS_RELEASED, "I6: the hold",
          Mutation.IGNORES_LATE_SUCCESS, "I5:",
          Mutation.SKIPS_RELEASE_AFTER_REFUND, "I5:",
          Mutation.CANCELS_WHAT_IS_PAID, "I5:",
          Mutation.NEW_ID_ON_RETRY, "I6: order",
          Mutation.FORGETS_THE_TIME_LIMIT, "I3:",
          Mutation.STORES_KEY_AFTER_COMMIT, "I4:");
}
