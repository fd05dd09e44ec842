package dev.parkade.payment.charging;

import dev.parkade.messages.id.OrderId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What had been decided about the orders of a poll before it.
public final class Fences {

  private final Map<OrderId, Payment> payments;

  /// @param payments what is found of the orders; belongs to this from now on
  Fences(Map<OrderId, Payment> payments) {
    this.payments = payments;
  }

  /// Fences for orders of which nothing is decided.
  public static Fences none() {
    return new Fences(Map.of());
  }

  /// Whether anything had been decided about the order. That a provider may hold its money is no
  /// decision.
  public boolean contains(OrderId order) {
    Payment known = payments.get(order);
    return known != null && known.status() != PaymentStatus.UNCERTAIN;
  }

  Fences with(Map<OrderId, Payment> newer) {
    Map<OrderId, Payment> all = new HashMap<>(payments);
    all.putAll(newer);
    return new Fences(all);
  }

  @Nullable Payment get(OrderId order) {
    return payments.get(order);
  }
}
