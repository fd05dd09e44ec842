package dev.parkade.inventory.holds;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The tables of products and holds as maps, between the service's own decisions: they are those of
/// [Sitting], [Rules] and [Shelf]. What [BatchedDecisions] and [HoldExpiry] do around them is a
/// model here; `StockIT` and `HoldExpiryIT` of inventory-service test those themselves.
public final class SimulatedStock {

  private final Predicate<String> visible;
  private final Map<OrderId, Hold> holds = new LinkedHashMap<>();
  private final Map<Sku, Shelf> shelves = new HashMap<>();
  private final Map<Sku, Long> initial = new HashMap<>();
  private List<Hold> changed = List.of();
  private Map<Sku, Shelf> moved = Map.of();

  /// @param visible which holds, by their status, the fence sees: all of them, unless the fence is
  ///     to be broken
  public SimulatedStock(Predicate<String> visible) {
    this.visible = visible;
  }

  /// Puts a product into the catalogue.
  public void add(Sku sku, Money price, long units) {
    shelves.put(sku, new Shelf(price, units, 0, 0));
    initial.put(sku, units);
  }

  /// Decides commands in a transaction, to be ended by [#commit] or [#rollback].
  public List<InventoryReply> decide(List<InventoryCommand> commands, Instant expiresAt) {
    Map<OrderId, Hold> known = new HashMap<>();
    for (InventoryCommand command : commands) {
      Hold hold = holds.get(command.orderId());
      if (hold != null && visible.test(hold.status().name())) {
        known.put(command.orderId(), hold);
      }
    }
    moved = copy();
    var sitting = new Sitting(known, moved, expiresAt);
    List<InventoryReply> replies =
        commands.stream().map(command -> sitting.decide(command).reply()).toList();
    changed = List.copyOf(sitting.changedHolds());
    return replies;
  }

  /// Gives back, in a transaction, what has been held for too long.
  ///
  /// @return the orders whose holds these are
  public List<OrderId> expire(Instant now) {
    moved = copy();
    changed = new ArrayList<>();
    for (Hold hold : holds.values()) {
      if (isDue(hold, now)) {
        hold.units().forEach((sku, units) -> moved.get(sku).move(Ruling.Move.GIVE_BACK, units));
        changed.add(hold.with(HoldStatus.EXPIRED));
      }
    }
    return changed.stream().map(Hold::orderId).toList();
  }

  /// Whether something has been held for too long.
  public boolean hasDue(Instant now) {
    return holds.values().stream().anyMatch(hold -> isDue(hold, now));
  }

  private static boolean isDue(Hold hold, Instant now) {
    return hold.status() == HoldStatus.HELD
        && hold.expiresAt() != null
        && !hold.expiresAt().isAfter(now);
  }

  private Map<Sku, Shelf> copy() {
    Map<Sku, Shelf> copies = new HashMap<>();
    shelves.forEach(
        (sku, s) -> copies.put(sku, new Shelf(s.price(), s.available(), s.held(), s.sold())));
    return copies;
  }

  /// Stores what was decided, and says what is wrong with it; nothing is, normally.
  public List<String> commit() {
    List<String> problems = new ArrayList<>();
    for (Hold hold : changed) {
      Hold before = holds.put(hold.orderId(), hold);
      HoldStatus from = before == null ? HoldStatus.ABSENT : before.status();
      if (!isWayOn(from, hold.status())) {
        problems.add(
            "I6: the hold of order %s went from %s to %s"
                .formatted(hold.orderId(), from, hold.status()));
      }
    }
    shelves.putAll(moved);
    changed = List.of();
    moved = Map.of();
    shelves.forEach((sku, shelf) -> check(sku, shelf, problems));
    return problems;
  }

  public void rollback() {
    changed = List.of();
    moved = Map.of();
  }

  /// A hold never comes back to where it was, so nothing is set aside, sold or given back twice.
  private static boolean isWayOn(HoldStatus from, HoldStatus to) {
    return switch (from) {
      case ABSENT -> true;
      case HELD -> to != HoldStatus.ABSENT && to != HoldStatus.HELD && to != HoldStatus.REFUSED;
      case COMMITTED, EXPIRED -> to == HoldStatus.RELEASED;
      case RELEASED, REFUSED -> to == from;
    };
  }

  private void check(Sku sku, Shelf shelf, List<String> problems) {
    long held = units(sku, HoldStatus.HELD);
    long sold = units(sku, HoldStatus.COMMITTED);
    long available = initial.get(sku) - held - sold;
    boolean adds = shelf.held() == held && shelf.sold() == sold && shelf.available() == available;
    if (!adds || available < 0) {
      problems.add(
          "I1: %s has %d available, %d held, %d sold, but by its holds it must be %d, %d, %d"
              .formatted(
                  sku, shelf.available(), shelf.held(), shelf.sold(), available, held, sold));
    }
  }

  private long units(Sku sku, HoldStatus status) {
    long units = 0;
    for (Hold hold : holds.values()) {
      if (hold.status() == status) {
        units += hold.units().getOrDefault(sku, 0L);
      }
    }
    return units;
  }

  /// Where the hold of an order stands: the name of its [HoldStatus].
  public String status(OrderId order) {
    Hold hold = holds.get(order);
    return (hold == null ? HoldStatus.ABSENT : hold.status()).name();
  }
}
