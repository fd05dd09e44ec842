package dev.parkade.messages.shipping;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.text.Sentence;

/// The order is being undone: cancel its parcel, or see to it that none is booked any more.
public record CancelShipment(OrderId orderId, String reason) implements ShippingCommand {

  public CancelShipment {
    requireNonNull(orderId, "orderId");
    reason = Sentence.of(requireNonNull(reason, "reason"));
  }
}
