package dev.parkade.payment.charging;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentRefusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has been decided about the payment of one order, and why.
///
/// @param commandId the command that decided; for a charge also the provider's idempotency key
/// @param amount null if the order was voided before any charge was seen
/// @param customerCommittedAt for a payment that waited: when its customer was stored
/// @param chargedAt when taking the money was stored
record Payment(
    OrderId orderId,
    PaymentId id,
    CustomerId customerId,
    MessageId commandId,
    @Nullable Money amount,
    PaymentStatus status,
    @Nullable PaymentRefusal refusal,
    @Nullable String detail,
    @Nullable String reference,
    Origin origin,
    @Nullable Instant customerCommittedAt,
    @Nullable Instant chargedAt,
    @Nullable Instant refundedAt) {

  Payment refunded(Instant at) {
    return new Payment(
        orderId,
        id,
        customerId,
        commandId,
        amount,
        PaymentStatus.REFUNDED,
        refusal,
        detail,
        reference,
        origin,
        customerCommittedAt,
        chargedAt,
        at);
  }
}
