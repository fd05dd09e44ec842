package dev.parkade.order.execution;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.runtime.consuming.PoisonMessage;
import dev.parkade.runtime.consuming.PollHandler;
import java.util.List;
import org.springframework.stereotype.Component;

/// Takes the participants' answers, a whole poll at a time.
@Component
class Replies implements PollHandler {

  private final SagaExecution execution;

  Replies(SagaExecution execution) {
    this.execution = execution;
  }

  @Override
  public void handle(List<Incoming> messages) {
    execution.run(messages.stream().map(Replies::arrival).toList());
  }

  private static Arrival arrival(Incoming incoming) {
    var message = incoming.message();
    return switch (message.body()) {
      case InventoryReply reply ->
          arrival(incoming, reply.orderId(), new SagaInput.InventoryReplied(message.id(), reply));
      case PaymentReply reply ->
          arrival(incoming, reply.orderId(), new SagaInput.PaymentReplied(message.id(), reply));
      default ->
          throw new PoisonMessage(
              incoming,
              DeadLetterReason.UNEXPECTED_TYPE,
              message.body().getClass().getSimpleName() + " is no answer");
    };
  }

  private static Arrival arrival(Incoming incoming, OrderId order, SagaInput input) {
    // the partition is chosen by the key: with another one, an order's answers have no order
    if (!order.text().equals(incoming.record().key())) {
      throw new PoisonMessage(
          incoming,
          DeadLetterReason.WRONG_KEY,
          "the answer is about order "
              + order
              + " but its key is "
              + abbreviate(incoming.record().key()));
    }
    return new Arrival(order, input);
  }

  private static String abbreviate(String key) {
    return key.length() <= 80 ? key : key.substring(0, 80) + "…";
  }
}
