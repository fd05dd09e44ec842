package dev.parkade.inventory.holds;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hold as REST shows it; members that do not apply are left out.
record HoldView(
    OrderId orderId,
    HoldStatus status,
    List<HoldLine> lines,
    @Nullable Money total,
    @Nullable Instant expiresAt,
    @Nullable StockRefusal reason,
    @Nullable String detail) {

  static HoldView of(Hold hold) {
    return new HoldView(
        hold.orderId(),
        hold.status(),
        hold.lines(),
        hold.total(),
        hold.expiresAt(),
        hold.refusal(),
        hold.detail());
  }
}
