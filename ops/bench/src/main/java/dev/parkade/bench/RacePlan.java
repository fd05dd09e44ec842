package dev.parkade.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a race consists of.
///
/// @param seconds measured, per contender and repetition
/// @param warmUp seconds of the same load before, which are not measured
/// @param practice seconds measured of a first round that only warms this JVM up; 0 for none
/// @param rate payments per second
/// @param backlog payments of the backlog run; 0 for none
record RacePlan(
    List<Contender> contenders,
    int seconds,
    int warmUp,
    int practice,
    int rate,
    int repetitions,
    int backlog) {
  RacePlan {
    contenders = List.copyOf(contenders);
    between("--seconds", seconds, 1, 600);
    between("--warm-up", warmUp, 0, 120);
    between("--practice", practice, 0, 120);
    between("--rate", rate, 10, 20_000);
    between("--repetitions", repetitions, 1, 20);
    between("--backlog", backlog, 0, 1_000_000);
  }

  /// The contenders in another order each time: nobody is always the first after the others.
  List<Contender> order(int repetition) {
    var order = new ArrayList<>(contenders);
    Collections.rotate(order, -(repetition - 1));
    return order;
  }

  /// The same load for another time.
  RacePlan lasting(int otherSeconds) {
    return new RacePlan(contenders, otherSeconds, warmUp, practice, rate, repetitions, backlog);
  }

  private static void between(String option, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, not %d".formatted(option, lowest, highest, value));
    }
  }
}
