package dev.parkade.payment.gateway;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.money.Money;
import java.util.Optional;

/// A payment provider. Every call may be repeated: the provider recognises the idempotency key and
/// answers the same again without taking or returning money twice.
///
/// Implementations never throw for what a provider or a network does; they say it in an [Outcome].
/// They are called by many threads at once.
public interface PaymentGateway {

  /// Take this amount.
  ///
  /// @param key the idempotency key: the id of the command that asks for it
  record Charge(MessageId key, String customer, Money amount) {}

  /// Undo a charge, whether or not the provider ever took it; one that it does not know yet must
  /// not happen any more.
  ///
  /// @param key the idempotency key: the id of the command that asks for it
  /// @param charge the key of the charge to undo
  record Refund(MessageId key, MessageId charge, Money amount) {}

  Outcome charge(Charge charge);

  Outcome refund(Refund refund);

  /// What became of a charge; empty if the provider knows of none, or cannot be asked. Never
  /// changes anything.
  Optional<Outcome> find(MessageId charge);
}
