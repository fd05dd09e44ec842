package dev.parkade.messages.id;

/// A typed identifier that travels as one plain string.
public sealed interface Id permits CustomerId, MessageId, OrderId, PaymentId, Sku {

  /// The identifier as it stands on the wire.
  String text();
}
