package dev.parkade.payment.gateway;

import dev.parkade.messages.id.OrderId;

/// Changes what is stored about who may hold the money of a charge. Each change is durable when the
/// call returns, and none happens if somebody else has claimed the charge since.
public interface Claims {

  /// From now on it is another provider that may hold the money.
  ///
  /// @return false if that is not stored: the other provider must not be asked
  boolean move(OrderId order, Claim claim, String to);

  /// No provider holds the money. Best effort: what is not stored leaves the charge bound to its
  /// provider.
  void release(OrderId order, Claim claim);
}
