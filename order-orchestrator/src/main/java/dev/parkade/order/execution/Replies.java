package dev.parkade.order.execution;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.Transition;
import dev.parkade.order.saga.Transition.OtherVersion;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.runtime.consuming.Opening;
import dev.parkade.runtime.consuming.PollHandler;
import dev.parkade.runtime.consuming.SetAside;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes the participants' answers, a whole poll at a time. An answer to a saga of a version that
/// this program does not have is set aside and holds nobody back: a program that has it asks again
/// when the answer is overdue, with the same command, and is answered the same way.
@Component
class Replies implements PollHandler {

  private final SagaExecution execution;
  private final ReplayedReplies replayed;

  Replies(SagaExecution execution, ReplayedReplies replayed) {
    this.execution = execution;
    this.replayed = replayed;
  }

  @Override
  public void handle(List<Incoming> messages, SetAside aside, Opening opening) {
    List<Transition> transitions =
        execution.run(
            messages.stream().map(Replies::arrival).toList(),
            opening,
            decided -> replayed.news(messages, decided));
    for (int i = 0; i < transitions.size(); i++) {
      if (transitions.get(i) instanceof OtherVersion(int version)) {
        aside.accept(messages.get(i), otherVersion(version));
      }
    }
  }

  private static Decoded.Poison otherVersion(int version) {
    return new Decoded.Poison(
        DeadLetterReason.UNKNOWN_SAGA_VERSION,
        "the saga runs on version " + version + " of its definition, which is not known here");
  }

  @Override
  public Decoded.@Nullable Poison poisonIn(Incoming incoming) {
    MessageBody body = incoming.message().body();
    OrderId order =
        switch (body) {
          case InventoryReply reply -> reply.orderId();
          case PaymentReply reply -> reply.orderId();
          default -> null;
        };
    return order == null
        ? new Decoded.Poison(
            DeadLetterReason.UNEXPECTED_TYPE, body.getClass().getSimpleName() + " is no answer")
        : incoming.disagreement(order.text(), order.text());
  }

  private static Arrival arrival(Incoming incoming) {
    var message = incoming.message();
    Traceparent trace = message.envelope().traceparent();
    return switch (message.body()) {
      case InventoryReply reply ->
          new Arrival(reply.orderId(), new SagaInput.InventoryReplied(message.id(), reply), trace);
      case PaymentReply reply ->
          new Arrival(reply.orderId(), new SagaInput.PaymentReplied(message.id(), reply), trace);
      default -> throw new IllegalArgumentException(message.body().getClass() + " is no answer");
    };
  }
}
