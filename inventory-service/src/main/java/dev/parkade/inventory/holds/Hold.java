package dev.parkade.inventory.holds;

import dev.parkade.inventory.holds.Ruling.Answer;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was asked and decided for one order.
///
/// @param lines as they were asked for, a product may stand in several
/// @param refusal null unless it was refused, as is the detail
/// @param total null unless it was held, as is the expiry
record Hold(
    OrderId orderId,
    HoldStatus status,
    List<HoldLine> lines,
    @Nullable StockRefusal refusal,
    @Nullable String detail,
    @Nullable Money total,
    @Nullable Instant expiresAt) {

  Hold {
    lines = List.copyOf(lines);
  }

  static Hold absent(OrderId orderId) {
    return new Hold(orderId, HoldStatus.ABSENT, List.of(), null, null, null, null);
  }

  static Hold held(OrderId orderId, List<PricedLine> lines, Money total, Instant expiresAt) {
    List<HoldLine> stored = lines.stream().map(HoldLine::of).toList();
    return new Hold(orderId, HoldStatus.HELD, stored, null, null, total, expiresAt);
  }

  static Hold refused(OrderId orderId, List<OrderLine> lines, StockRefusal refusal, String detail) {
    List<HoldLine> asked =
        lines.stream().map(l -> new HoldLine(l.sku(), l.quantity(), null)).toList();
    return new Hold(orderId, HoldStatus.REFUSED, asked, refusal, detail, null, null);
  }

  Hold with(HoldStatus next) {
    return new Hold(orderId, next, lines, refusal, detail, total, expiresAt);
  }

  /// Units by product, in the order in which rows are locked.
  Map<Sku, Long> units() {
    Map<Sku, Long> units = new TreeMap<>(Shelves.LOCK_ORDER);
    lines.forEach(line -> units.merge(line.sku(), (long) line.quantity(), Long::sum));
    return units;
  }

  /// The reply to a command; the same one however often it is asked for.
  InventoryReply answer(Answer answer) {
    return switch (answer) {
      case RESERVED ->
          new StockReserved(
              orderId,
              lines.stream().map(HoldLine::priced).toList(),
              Objects.requireNonNull(total, "total"),
              Objects.requireNonNull(expiresAt, "expiresAt"));
      case REFUSED ->
          new StockRefused(
              orderId,
              Objects.requireNonNull(refusal, "refusal"),
              Objects.requireNonNull(detail, "detail"));
      case ALREADY_RELEASED ->
          new StockRefused(
              orderId,
              StockRefusal.ALREADY_RELEASED,
              "order " + orderId + " was released, or to be committed, before this reservation");
      case COMMITTED -> new StockCommitted(orderId);
      case RELEASED -> new StockReleased(orderId);
      case EXPIRED -> new HoldExpired(orderId);
    };
  }
}
