package dev.parkade.payment.gateway;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import org.jspecify.annotations.Nullable;

/// Takes money and gives it back. Every call may be repeated: the idempotency key is recognised,
/// and the same is answered again without taking or returning money twice.
///
/// Implementations never throw for what a provider or a network does; they say it in an [Outcome].
/// They are called by many threads at once.
public interface PaymentGateway {

  /// Take this amount.
  ///
  /// @param key the idempotency key: the id of the command that asks for it
  /// @param claim who may have taken it already, by what is stored; null if nothing is stored
  record Charge(
      MessageId key, OrderId order, String customer, Money amount, @Nullable Claim claim) {}

  /// Undo a charge, whether or not it was ever taken; one that is not known yet must not happen any
  /// more.
  ///
  /// @param key the idempotency key: the id of the command that asks for it
  /// @param charge the key of the charge to undo
  /// @param provider who took it, or may have; null if nobody knows
  record Refund(MessageId key, MessageId charge, Money amount, @Nullable String provider) {}

  Outcome charge(Charge charge);

  /// [Outcome.Approved] if money was given back, [Outcome.Withdrawn] if there was none to give back
  /// and the charge cannot happen any more.
  Outcome refund(Refund refund);

  /// Makes sure that a charge does not happen any more, unless it has: [Outcome.Withdrawn] says
  /// that nothing was taken and nothing will be, [Outcome.Approved] that the money had been
  /// taken and still is, [Outcome.Declined] that it was refused before or given back;
  /// everything else that nothing is known. Never gives money back.
  Outcome withdraw(MessageId charge);
}
