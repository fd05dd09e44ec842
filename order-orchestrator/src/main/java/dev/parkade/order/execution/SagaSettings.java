package dev.parkade.order.execution;

import dev.parkade.order.saga.Step;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long sagas may take.
///
/// @param deadline how long an order may take until it is paid; then it is cancelled
/// @param holdMargin how long before inventory gives the stock back a payment is given up: the
///     provider and the commit need some time
/// @param jitter by what part of itself a step's limit may be longer, 0 to 1
/// @param sweepInterval how often overdue sagas are looked for
/// @param sweepSlice how many overdue sagas one transaction takes
/// @param limits how long each step may stay unanswered
@ConfigurationProperties("parkade.saga")
public record SagaSettings(
    @DefaultValue("1h") Duration deadline,
    @DefaultValue("1m") Duration holdMargin,
    @DefaultValue("0.1") double jitter,
    @DefaultValue("500ms") Duration sweepInterval,
    @DefaultValue("200") int sweepSlice,
    Map<Step, StepLimit> limits) {

  /// @throws IllegalArgumentException if a step has no limit, or a value makes no sense
  public SagaSettings {
    require(deadline.isPositive(), "deadline must be positive", deadline);
    require(!holdMargin.isNegative(), "hold-margin must not be negative", holdMargin);
    require(jitter >= 0 && jitter <= 1, "jitter must be between 0 and 1", jitter);
    require(sweepInterval.isPositive(), "sweep-interval must be positive", sweepInterval);
    require(sweepSlice > 0, "sweep-slice must be positive", sweepSlice);
    limits = Map.copyOf(limits);
    for (Step step : Step.values()) {
      if (!limits.containsKey(step)) {
        throw new IllegalArgumentException("parkade.saga.limits has no entry for " + step);
      }
    }
  }

  /// How long a step may stay unanswered.
  ///
  /// @param first after the first attempt; twice as long after each further one
  /// @param longest but never longer than this
  /// @param attempts how often the command is sent before the step is given up
  public record StepLimit(Duration first, Duration longest, int attempts) {

    /// @throws IllegalArgumentException for a limit that is not positive
    public StepLimit {
      if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0 || attempts < 1) {
        throw new IllegalArgumentException(
            "a step's limit needs 0 < first <= longest and attempts >= 1");
      }
    }

    Duration after(int attempt) {
      // beyond 2^20 times the first wait, only the longest counts
      Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 20));
      return wait.compareTo(longest) < 0 ? wait : longest;
    }
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("parkade.saga." + rule + ", not " + value);
    }
  }

  /// The limit of a step.
  public StepLimit limit(Step step) {
    StepLimit limit = limits.get(step);
    if (limit == null) {
      throw new IllegalStateException("no limit for " + step);
    }
    return limit;
  }
}
