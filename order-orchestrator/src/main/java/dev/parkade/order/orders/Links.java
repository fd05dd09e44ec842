package dev.parkade.order.orders;

import dev.parkade.messages.id.OrderId;

/// Where to go on from an order.
public record Links(String self, String timeline, String events, String cancellation) {

  /// The links of this order.
  public static Links of(OrderId order) {
    String self = path(order);
    return new Links(self, self + "/timeline", self + "/events", self + "/cancellation");
  }

  /// The path of this order.
  public static String path(OrderId order) {
    return "/api/v1/orders/" + order;
  }
}
