package dev.parkade.cli.invariants;

import java.util.List;
import java.util.function.Function;

/// All invariants that can be checked from outside on a quiet system.
public final class Invariants {
  private static final List<Function<Facts, Finding>> ALL =
      List.of(
          StockAddsUp::check,
          MoneyAddsUp::check,
          EveryOrderEnds::check,
          OneOrderPerKey::check,
          NothingLeftBehind::check,
          OneEffectPerStep::check,
          KeyOrderKept::check,
          OutboxIsTopic::check,
          CustomerOrderKept::check,
          EveryCommandAccountedFor::check,
          ReplaysActOnce::check,
          StatusNeverBackwards::check);

  private Invariants() {}

  /// Checks all of them, in the order of their numbers.
  public static List<Finding> check(Facts facts) {
    return ALL.stream().map(it -> it.apply(facts)).toList();
  }
}
