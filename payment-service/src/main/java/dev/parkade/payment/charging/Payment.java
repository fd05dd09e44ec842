package dev.parkade.payment.charging;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.payment.gateway.Claim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has been decided about the payment of one order, and why.
///
/// @param commandId the command that decided; for a charge also the provider's idempotency key
/// @param amount null if the order was voided before any charge was seen
/// @param customerCommittedAt for a payment that waited: when its customer became known
/// @param chargedAt when taking the money was stored
/// @param provider who took the money, or may have
/// @param attempts while it is uncertain: how often that provider was about to be asked
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
    @Nullable Instant refundedAt,
    @Nullable String provider,
    int attempts) {

  boolean isUncertain() {
    return status == PaymentStatus.UNCERTAIN;
  }

  /// What is known about who may hold its money; null if that is nobody.
  @Nullable Claim claim() {
    return provider == null ? null : new Claim(id, provider, attempts == 1);
  }

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
        at,
        provider,
        attempts);
  }

  Payment charged(String by, String providerReference, Instant at) {
    return new Payment(
        orderId,
        id,
        customerId,
        commandId,
        amount,
        status,
        refusal,
        detail,
        providerReference,
        origin,
        customerCommittedAt,
        at,
        refundedAt,
        by,
        attempts);
  }

  Payment because(@Nullable PaymentRefusal reason, @Nullable String text) {
    return new Payment(
        orderId,
        id,
        customerId,
        commandId,
        amount,
        status,
        reason,
        text,
        reference,
        origin,
        customerCommittedAt,
        chargedAt,
        refundedAt,
        provider,
        attempts);
  }

  /// May be held by that provider, which was asked so often.
  Payment of(String mayHold, int times) {
    return new Payment(
        orderId,
        id,
        customerId,
        commandId,
        amount,
        status,
        refusal,
        detail,
        reference,
        origin,
        customerCommittedAt,
        chargedAt,
        refundedAt,
        mayHold,
        times);
  }

  /// Of a charge that nobody had recorded: it was taken, and is given back.
  Payment returned(Task.Undecided charge, String by, String providerReference, Instant at) {
    return new Payment(
        orderId,
        id,
        customerId,
        charge.key(),
        charge.amount(),
        PaymentStatus.REFUNDED,
        refusal,
        detail,
        providerReference,
        origin,
        customerCommittedAt,
        chargedAt,
        at,
        by,
        attempts);
  }
}
