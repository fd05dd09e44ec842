package dev.parkade.order.intake;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.execution.SagaExecution;
import dev.parkade.order.intake.Answers.Answer;
import dev.parkade.order.orders.OrderSummary;
import dev.parkade.order.saga.Saga;
import dev.parkade.runtime.problem.ProblemException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Accepts an order: its row, its first command and event, its history and the answer to its
/// idempotency key are one transaction.
@Component
class PlaceOrder {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Answers answers;
  private final SagaExecution execution;
  private final Clock clock;
  private final JsonMapper json;

  PlaceOrder(Answers answers, SagaExecution execution, Clock clock, JsonMapper json) {
    this.answers = answers;
    this.execution = execution;
    this.clock = clock;
    this.json = json;
  }

  /// What became of a request.
  ///
  /// @param replayed whether this is the answer to an earlier request with the same key
  record Placed(Answer answer, boolean replayed) {}

  /// Places the order, unless the key was used before: then the first answer is given again.
  ///
  /// @param id the id that the order gets if it is new
  /// @throws ProblemException if the key was used for another order, or if the first request with
  ///     it is still on its way
  @Transactional
  Placed place(OrderId id, IdempotencyKey key, NewOrder order, Traceparent trace) {
    String body = json.writeValueAsString(OrderSummary.accepted(id));
    var answer = new Answer(id, order.fingerprint(), 202, body);
    if (!answers.store(key, answer, clock.instant())) {
      return replay(key, answer);
    }
    var saga = Saga.of(id, order.customerId(), order.lines());
    execution.begin(saga, trace);
    return new Placed(answer, false);
  }

  private Placed replay(IdempotencyKey key, Answer wanted) {
    Answer first = answers.find(key).orElseThrow(PlaceOrder::onItsWay);
    if (!MessageDigest.isEqual(first.fingerprint(), wanted.fingerprint())) {
      throw new ProblemException(
          IntakeProblems.KEY_REUSED,
          "this Idempotency-Key belongs to order " + first.order() + ", whose content is another");
    }
    return new Placed(first, true);
  }

  private static ProblemException onItsWay() {
    return new ProblemException(
        IntakeProblems.KEY_IN_FLIGHT,
        "a request with this Idempotency-Key is being processed; repeat this one in a second",
        Map.of(),
        SOON);
  }
}
