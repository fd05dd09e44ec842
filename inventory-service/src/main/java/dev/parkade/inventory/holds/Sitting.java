package dev.parkade.inventory.holds;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Decides one command after the other in memory, over holds and products that are locked. Does no
/// input or output: what it decided is asked for afterwards. Not thread-safe.
final class Sitting {

  private final Map<OrderId, Hold> holds;
  private final Map<Sku, Shelf> shelves;
  private final Instant expiresAt;
  private final Map<OrderId, Hold> changed = new LinkedHashMap<>();

  /// @param expiresAt when what is held now is given back
  Sitting(Map<OrderId, Hold> holds, Map<Sku, Shelf> shelves, Instant expiresAt) {
    this.holds = new HashMap<>(holds);
    this.shelves = shelves;
    this.expiresAt = expiresAt;
  }

  Decision decide(InventoryCommand command) {
    Hold hold = holds.getOrDefault(command.orderId(), Hold.absent(command.orderId()));
    return switch (Rules.of(hold.status(), command)) {
      case Ruling.AskTheStock() ->
          new Decision(reserve((ReserveStock) command), ReplayOutcome.HANDLED);
      case Ruling.Settled(var next, var move, var answer, var outcome) -> {
        if (move != Ruling.Move.NOTHING) {
          hold.units().forEach((sku, units) -> shelf(sku).move(move, units));
        }
        if (next != hold.status()) {
          record(hold.with(next));
        }
        yield new Decision(hold.answer(answer), outcome);
      }
    };
  }

  /// The holds that are new or different now.
  Collection<Hold> changedHolds() {
    return changed.values();
  }

  private InventoryReply reserve(ReserveStock command) {
    Hold decided = weigh(command);
    record(decided);
    if (decided.status() == HoldStatus.HELD) {
      decided.units().forEach((sku, units) -> shelf(sku).hold(units));
      return decided.answer(Ruling.Answer.RESERVED);
    }
    return decided.answer(Ruling.Answer.REFUSED);
  }

  private Hold weigh(ReserveStock command) {
    List<String> unknown = new ArrayList<>();
    List<String> lacking = new ArrayList<>();
    units(command)
        .forEach(
            (sku, asked) -> {
              Shelf shelf = shelves.get(sku);
              if (shelf == null) {
                unknown.add(sku.text());
              } else if (shelf.available() < asked) {
                lacking.add("%s: %d asked, %d available".formatted(sku, asked, shelf.available()));
              }
            });
    if (!unknown.isEmpty()) {
      return refuse(command, StockRefusal.UNKNOWN_SKU, "not in the catalogue: " + some(unknown));
    }
    List<String> currencies =
        command.lines().stream().map(l -> shelf(l.sku()).price().currency()).distinct().toList();
    if (currencies.size() > 1) {
      return refuse(
          command, StockRefusal.MIXED_CURRENCIES, "prices in different currencies: " + currencies);
    }
    return lacking.isEmpty()
        ? price(command)
        : refuse(command, StockRefusal.STOCK_UNAVAILABLE, some(lacking));
  }

  private Hold price(ReserveStock command) {
    List<PricedLine> lines = command.lines().stream().map(this::price).toList();
    try {
      Money total =
          lines.stream()
              .map(line -> line.unitPrice().times(line.quantity()))
              .reduce(Money::plus)
              .orElseThrow();
      return Hold.held(command.orderId(), lines, total, expiresAt);
    } catch (ArithmeticException e) {
      return refuse(
          command, StockRefusal.STOCK_UNAVAILABLE, "the total is more than can be paid at once");
    }
  }

  private PricedLine price(OrderLine line) {
    return new PricedLine(line.sku(), line.quantity(), shelf(line.sku()).price());
  }

  private static Hold refuse(ReserveStock command, StockRefusal refusal, String detail) {
    return Hold.refused(command.orderId(), command.lines(), refusal, detail);
  }

  private static Map<Sku, Long> units(ReserveStock command) {
    Map<Sku, Long> units = new LinkedHashMap<>();
    command.lines().forEach(l -> units.merge(l.sku(), (long) l.quantity(), Long::sum));
    return units;
  }

  private static String some(List<String> texts) {
    String first = String.join("; ", texts.subList(0, Math.min(3, texts.size())));
    return texts.size() <= 3 ? first : first + "; and " + (texts.size() - 3) + " more";
  }

  private Shelf shelf(Sku sku) {
    Shelf shelf = shelves.get(sku);
    if (shelf == null) {
      throw new IllegalStateException("product " + sku + " was not locked");
    }
    return shelf;
  }

  private void record(Hold hold) {
    holds.put(hold.orderId(), hold);
    changed.put(hold.orderId(), hold);
  }
}
