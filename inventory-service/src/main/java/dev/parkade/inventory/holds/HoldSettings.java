package dev.parkade.inventory.holds;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How stock is held.
///
/// @param strategy how concurrent buyers are kept apart
/// @param timeLimit how long stock is held for an order that is not committed
/// @param sweepInterval how often expired holds are looked for
/// @param sweepSlice how many of them one transaction gives back
@ConfigurationProperties("parkade.holds")
record HoldSettings(
    @DefaultValue("batched") Strategy strategy,
    @DefaultValue("15m") Duration timeLimit,
    @DefaultValue("1s") Duration sweepInterval,
    @DefaultValue("200") int sweepSlice) {

  /// The ways of [StockDecisions] that there are.
  enum Strategy {
    /// A whole poll in memory, over rows locked once: [BatchedDecisions].
    BATCHED
  }

  HoldSettings {
    if (!timeLimit.isPositive() || !sweepInterval.isPositive()) {
      throw new IllegalArgumentException(
          "parkade.holds.time-limit and parkade.holds.sweep-interval must be positive");
    }
    if (sweepSlice < 1) {
      throw new IllegalArgumentException(
          "parkade.holds.sweep-slice must be at least 1, not " + sweepSlice);
    }
  }
}
