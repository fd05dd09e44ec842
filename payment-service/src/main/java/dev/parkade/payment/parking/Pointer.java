package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import org.jspecify.annotations.Nullable;

/// What the gate must know about a waiting command to keep it in order, to cancel it and to find it
/// again.
///
/// @param originOffset its place on `payment.commands`
/// @param amount what it charges; null for a refund
record Pointer(
    MessageId id,
    OrderId orderId,
    CustomerId customerId,
    int partition,
    long originOffset,
    @Nullable Money amount) {

  static Pointer to(Command command) {
    Money amount =
        switch (command.message().body()) {
          case ChargePayment charge -> charge.amount();
          case RefundPayment _ -> null;
        };
    return new Pointer(
        command.id(),
        command.orderId(),
        command.customerId(),
        command.record().partition(),
        command.record().offset(),
        amount);
  }
}
