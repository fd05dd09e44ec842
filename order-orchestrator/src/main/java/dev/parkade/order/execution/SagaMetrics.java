package dev.parkade.order.execution;

import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.wire.MessageTypes;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Refusal;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/// Counts what sagas do. Counted after the commit, so that work that was rolled back and done again
/// counts once; only a refusal, which changes nothing, is counted when it is decided.
@Component
class SagaMetrics {

  /// The objective: an order that has ended by then ended in time. Alerts count the others.
  private static final Duration IN_TIME = Duration.ofSeconds(10);

  private final MeterRegistry meters;
  private final Counter started;

  SagaMetrics(MeterRegistry meters) {
    this.meters = meters;
    started =
        Counter.builder("parkade.saga.started")
            .description("Orders that were accepted")
            .register(meters);
    showFromTheStart();
  }

  /// A counter that appears with its first event hides that event: a rise is seen from zero only.
  private void showFromTheStart() {
    for (OrderStatus outcome : OrderStatus.values()) {
      if (outcome.isFinal()) {
        completed(outcome);
        duration(outcome);
      }
    }
    for (Ignored reason : Ignored.values()) {
      ignoredFor(reason);
    }
    for (Refusal reason : Refusal.values()) {
      refusedFor(reason);
    }
    List.of(
            SagaInput.OperatorRetried.class,
            SagaInput.OperatorSkipped.class,
            SagaInput.OperatorResolved.class)
        .forEach(action -> actions(action.getSimpleName()));
    List.of(PaymentCharged.class, StockReserved.class)
        .forEach(success -> lateSuccesses(MessageTypes.nameOf(success)));
  }

  void started() {
    started.increment();
  }

  void completed(OrderStatus outcome, Duration took) {
    completed(outcome).increment();
    duration(outcome).record(took);
  }

  private Counter completed(OrderStatus outcome) {
    return Counter.builder("parkade.saga.completed")
        .description("Sagas that reached an end, by outcome")
        .tag("outcome", outcome.name())
        .register(meters);
  }

  private Timer duration(OrderStatus outcome) {
    return Timer.builder("parkade.saga.duration")
        .description("From the acceptance of an order to its end")
        .tag("outcome", outcome.name())
        .publishPercentileHistogram()
        .serviceLevelObjectives(IN_TIME)
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(10))
        .register(meters);
  }

  void ignored(Ignored reason) {
    ignoredFor(reason).increment();
  }

  private Counter ignoredFor(Ignored reason) {
    return Counter.builder("parkade.saga.ignored")
        .description("Inputs that changed nothing, by the decision's name")
        .tag("reason", reason.name())
        .register(meters);
  }

  void refused(Refusal reason) {
    refusedFor(reason).increment();
  }

  private Counter refusedFor(Refusal reason) {
    return Counter.builder("parkade.saga.refused")
        .description("Requests about sagas that were refused, by the decision's name")
        .tag("reason", reason.name())
        .register(meters);
  }

  void operator(String action) {
    actions(action).increment();
  }

  private Counter actions(String action) {
    return Counter.builder("parkade.saga.operator.actions")
        .description("What operators did to sagas")
        .tag("action", action)
        .register(meters);
  }

  void lateSuccess(String message) {
    lateSuccesses(message).increment();
  }

  private Counter lateSuccesses(String message) {
    return Counter.builder("parkade.saga.late.success")
        .description("Steps that succeeded after they had been given up, by the answer's type")
        .tag("message", message)
        .register(meters);
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
