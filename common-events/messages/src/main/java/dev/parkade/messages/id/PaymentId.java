package dev.parkade.messages.id;

import java.util.UUID;

/// Identifies one payment in payment-service.
public record PaymentId(UUID value) implements Id {

  /// @throws IllegalArgumentException if the text is no UUID in its canonical form
  public static PaymentId of(String text) {
    return new PaymentId(Uuids.parse(text, "a payment id"));
  }

  @Override
  public String text() {
    return value.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
