package dev.parkade.order.operators;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.execution.Arrival;
import dev.parkade.order.execution.SagaExecution;
import dev.parkade.order.execution.SagaProblems;
import dev.parkade.order.orders.OrderProblems;
import dev.parkade.order.saga.Refusal;
import dev.parkade.order.saga.Step;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.OtherVersion;
import dev.parkade.order.saga.Transition.Refused;
import dev.parkade.order.saga.Transition.Unmoved;
import dev.parkade.order.storage.Sagas;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Does what operators decide. Each action is one line of the saga's history, with who and why, in
/// the transaction of its effect; what is refused changes nothing and leaves no line.
@Component
class Interventions {

  private static final Logger log = LoggerFactory.getLogger(Interventions.class);

  private final Sagas sagas;
  private final SagaExecution execution;

  Interventions(Sagas sagas, SagaExecution execution) {
    this.sagas = sagas;
    this.execution = execution;
  }

  /// Acts on a saga, if it is still as the operator saw it.
  ///
  /// @param seen the versions that are meant; empty for whatever there is
  /// @throws ProblemException if there is no such saga, or the action is not possible
  @Transactional
  void act(OrderId order, Action action, Optional<IfMatch> seen) {
    StoredSaga saga =
        sagas.lock(List.of(order)).stream()
            .findFirst()
            .orElseThrow(() -> OrderProblems.notFound(order));
    if (seen.isPresent() && !seen.get().matches(saga.version())) {
      throw new ProblemException(
          CommonProblems.PRECONDITION_FAILED,
          "the saga of order " + order + " has the ETag " + IfMatch.etag(saga.version()) + " now");
    }
    requireStep(saga, action.step());
    var arrival = new Arrival(order, action.input());
    switch (execution.run(List.of(arrival)).getFirst()) {
      case Moved moved -> log.info("an operator acted on order {}: {}", order, moved.detail());
      case OtherVersion(int version) -> throw SagaProblems.otherVersion(order, version);
      case Refused(var reason) ->
          throw new ProblemException(
              problem(reason),
              "the saga of order " + order + " is in state " + saga.saga().state(),
              Map.of("state", saga.saga().state()));
      case Unmoved(var reason) ->
          throw new IllegalStateException("an operator is told, never ignored: " + reason);
    }
  }

  private static void requireStep(StoredSaga saga, @Nullable Step step) {
    Optional<Step> actual = saga.saga().stuckAt();
    if (step != null && actual.isPresent() && actual.get() != step) {
      throw new ProblemException(
          OperatorProblems.OTHER_STEP,
          "the saga of order " + saga.id() + " is at " + actual.get() + ", not at " + step,
          Map.of("actual", actual.get()));
    }
  }

  private static ProblemType problem(Refusal refusal) {
    return switch (refusal) {
      case ENDED -> OperatorProblems.ENDED;
      case STILL_AT_WORK -> OperatorProblems.STILL_AT_WORK;
      case BEING_UNDONE -> OperatorProblems.BEING_UNDONE;
      case PAID -> OrderProblems.ORDER_NOT_CANCELLABLE;
    };
  }
}
