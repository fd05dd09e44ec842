package dev.parkade.order.execution;

import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Refusal;
import dev.parkade.order.saga.SagaState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Counts what sagas do. Counted after the commit, so that work that was rolled back and done again
/// counts once; only a refusal, which changes nothing, is counted when it is decided.
@Component
class SagaMetrics {

  private final MeterRegistry meters;
  private final Counter started;

  SagaMetrics(MeterRegistry meters) {
    this.meters = meters;
    started =
        Counter.builder("parkade.saga.started")
            .description("Orders that were accepted")
            .register(meters);
  }

  void started() {
    started.increment();
  }

  void completed(OrderStatus outcome, Duration took) {
    Counter.builder("parkade.saga.completed")
        .description("Sagas that reached an end, by outcome")
        .tag("outcome", outcome.name())
        .register(meters)
        .increment();
    Timer.builder("parkade.saga.duration")
        .description("From the acceptance of an order to its end")
        .tag("outcome", outcome.name())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(10))
        .register(meters)
        .record(took);
  }

  void ignored(Ignored reason) {
    Counter.builder("parkade.saga.ignored")
        .description("Inputs that changed nothing, by the decision's name")
        .tag("reason", reason.name())
        .register(meters)
        .increment();
  }

  void refused(Refusal reason) {
    Counter.builder("parkade.saga.refused")
        .description("Requests about sagas that were refused, by the decision's name")
        .tag("reason", reason.name())
        .register(meters)
        .increment();
  }

  void operator(String action) {
    Counter.builder("parkade.saga.operator.actions")
        .description("What operators did to sagas")
        .tag("action", action)
        .register(meters)
        .increment();
  }

  void lateSuccess(String message) {
    Counter.builder("parkade.saga.late.success")
        .description("Steps that succeeded after they had been given up, by the answer's type")
        .tag("message", message)
        .register(meters)
        .increment();
  }

  void deadline(String kind, SagaState state) {
    Counter.builder("parkade.saga.deadlines")
        .description("Time limits that passed, by what followed and where the saga stood")
        .tag("kind", kind)
        .tag("state", state.name())
        .register(meters)
        .increment();
  }
}
