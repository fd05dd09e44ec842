package dev.parkade.simulation;

import dev.parkade.order.execution.SagaSettings;
import dev.parkade.order.execution.SagaSettings.StepLimit;
import dev.parkade.order.saga.Step;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// The limits of one schedule: short ones, so that everything is late now and then.
///
/// @param hold how long stock is held
/// @param patience how long a payment waits for its customer
record Settings(SagaSettings saga, Duration hold, Duration patience) {

  static Settings of(Chance chance) {
    Map<Step, StepLimit> limits = new EnumMap<>(Step.class);
    for (Step step : Step.values()) {
      Duration first = Duration.ofSeconds(chance.of(1, 5, 20));
      limits.put(step, new StepLimit(first, first.multipliedBy(4), chance.between(1, 4)));
    }
    var saga =
        new SagaSettings(
            Duration.ofSeconds(chance.of(10, 60, 300)),
            Duration.ofSeconds(chance.of(1, 60)),
            0.1,
            Duration.ofMillis(500),
            200,
            limits);
    return new Settings(
        saga,
        Duration.ofSeconds(chance.of(5, 60, 900)),
        Duration.ofSeconds(chance.of(10, 60, 900)));
  }

  /// How long a saga can take at most once everything works.
  Duration longest() {
    Duration longest = saga.deadline();
    for (Step step : Step.values()) {
      StepLimit limit = saga.limit(step);
      longest = longest.plus(limit.longest().multipliedBy(2L * limit.attempts()));
    }
    return longest.plusMinutes(1);
  }
}
