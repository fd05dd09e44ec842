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

  /// {@inheritDoc} Afterwards the provider refuses a request that was still under way.
  @Override
  Outcome withdraw(MessageId charge);
}
