package dev.parkade.runtime.replay;

import dev.parkade.messages.deadletter.ReplayOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts replayed dead letters by what became of them. All outcomes are there from the start.
public final class ReplayMetrics {

  private static final String CAME_BACK = "DEAD_LETTERED";

  private final MeterRegistry meters;

  public ReplayMetrics(MeterRegistry meters) {
    this.meters = meters;
    for (ReplayOutcome outcome : ReplayOutcome.values()) {
      counter(outcome.name());
    }
    counter(CAME_BACK);
  }

  void ended(ReplayOutcome outcome) {
    counter(outcome.name()).increment();
  }

  /// A replayed dead letter was set aside once more.
  public void cameBack() {
    counter(CAME_BACK).increment();
  }

  private Counter counter(String outcome) {
    return Counter.builder("parkade.deadletter.replays")
        .description("Dead letters that came as replays, by what became of them")
        .tag("outcome", outcome)
        .register(meters);
  }
}
