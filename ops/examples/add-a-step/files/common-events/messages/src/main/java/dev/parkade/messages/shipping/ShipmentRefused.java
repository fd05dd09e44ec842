package dev.parkade.messages.shipping;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.text.Sentence;

/// No parcel was booked, and none will be.
public record ShipmentRefused(OrderId orderId, ShipmentRefusal reason, String detail)
    implements ShippingReply {

  public ShipmentRefused {
    requireNonNull(orderId, "orderId");
    requireNonNull(reason, "reason");
    detail = Sentence.of(requireNonNull(detail, "detail"));
  }
}
