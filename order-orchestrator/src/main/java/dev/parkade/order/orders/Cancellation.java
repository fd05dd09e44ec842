package dev.parkade.order.orders;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.execution.Arrival;
import dev.parkade.order.execution.SagaExecution;
import dev.parkade.order.execution.SagaProblems;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.Transition;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.OtherVersion;
import dev.parkade.order.saga.Transition.Refused;
import dev.parkade.order.saga.Transition.Unmoved;
import dev.parkade.runtime.problem.ProblemException;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Cancels an order, if that is still possible.
@Component
class Cancellation {

  private final SagaExecution execution;

  Cancellation(SagaExecution execution) {
    this.execution = execution;
  }

  /// Asks for the cancellation; asking again changes nothing.
  ///
  /// @throws ProblemException if there is no such order, or if it is paid
  @Transactional
  void request(OrderId order) {
    var arrival = new Arrival(order, new SagaInput.CancellationRequested());
    Transition transition = execution.run(List.of(arrival)).getFirst();
    switch (transition) {
      case Moved _ -> {}
      case Unmoved(var reason) -> {
        if (reason == Ignored.UNKNOWN_ORDER) {
          throw OrderProblems.notFound(order);
        }
      }
      case OtherVersion(int version) -> throw SagaProblems.otherVersion(order, version);
      case Refused _ ->
          throw new ProblemException(
              OrderProblems.ORDER_NOT_CANCELLABLE,
              "order " + order + " is paid: it is confirmed, or about to be");
    }
  }
}
