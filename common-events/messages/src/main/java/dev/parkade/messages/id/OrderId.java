package dev.parkade.messages.id;

import java.util.UUID;

/// Identifies one order and its saga; the correlation id of everything that happens for it.
public record OrderId(UUID value) implements Id {

  /// @throws IllegalArgumentException if the text is no UUID in its canonical form
  public static OrderId of(String text) {
    return new OrderId(Uuids.parse(text, "an order id"));
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
