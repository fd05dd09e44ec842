package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.runtime.replay.Replay;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the gate must know about a waiting command to keep it in order, to cancel it and to find it
/// again.
///
/// @param originOffset its place on `payment.commands`
/// @param amount what it charges; null for a refund
/// @param replay which replay of which dead letter it is; null if it is none
record Pointer(
    MessageId id,
    OrderId orderId,
    CustomerId customerId,
    int partition,
    long originOffset,
    @Nullable Money amount,
    @Nullable Replay replay) {

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
        amount,
        command.replay());
  }

  /// Whether the other one asks for the same.
  boolean isSame(Pointer other) {
    return id.equals(other.id)
        && orderId.equals(other.orderId)
        && customerId.equals(other.customerId)
        && Objects.equals(amount, other.amount);
  }
}
