package dev.parkade.payment.gateway;

import dev.parkade.messages.id.MessageId;
import java.util.Optional;

/// One payment provider.
public interface Provider extends PaymentGateway {

  /// Its name in payments and metrics.
  String name();

  /// What became of a charge; empty if the provider knows of none, or cannot be asked. Never
  /// changes anything, and *knows of none* is no certainty: a request may still be under way.
  Optional<Outcome> find(MessageId charge);

  /// Makes sure that a charge does not happen any more, unless it has: afterwards the provider
  /// refuses a request that was still under way. [Outcome.Withdrawn] says that nothing was taken,
  /// [Outcome.Approved] that the money had been taken, [Outcome.Declined] that it was refused
  /// before; everything else that nothing is known.
  Outcome withdraw(MessageId charge);
}
