package dev.parkade.order.saga;

import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Refused;

/// A version 2 for tests: while the provider may be at work it takes no cancellation, and it asks
/// for the money back even if the payment was refused.
public final class SecondVersion implements Definition {

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Moved begin(Saga saga) {
    return Transitions.begin(saga);
  }

  @Override
  public Transition next(Saga saga, SagaInput input) {
    if (saga.state() != SagaState.CHARGING) {
      return Transitions.next(saga, input);
    }
    return switch (input) {
      case SagaInput.CancellationRequested _ -> new Refused(Refusal.PAID);
      case SagaInput.PaymentReplied(_, PaymentRefused reply) ->
          Moves.to(
              saga,
              saga.undoneFor(reply.reason().name(), Step.REFUND_PAYMENT, Step.RELEASE_STOCK),
              Note.REPLY,
              reply.detail());
      default -> Transitions.next(saga, input);
    };
  }
}
