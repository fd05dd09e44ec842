package dev.parkade.inventory.holds;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.ReserveStock;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Decides any number of commands with four statements: lock the holds, lock the products, write
/// the products, write the holds. A hot product costs one row version per poll instead of one per
/// buyer, and who comes first in the log is served first.
@Component
@ConditionalOnProperty(
    name = "parkade.holds.strategy",
    havingValue = "batched",
    matchIfMissing = true)
class BatchedDecisions implements StockDecisions {

  private final Holds holds;
  private final Shelves shelves;
  private final HoldSettings settings;
  private final Clock clock;

  BatchedDecisions(Holds holds, Shelves shelves, HoldSettings settings, Clock clock) {
    this.holds = holds;
    this.shelves = shelves;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public List<Decision> decide(List<InventoryCommand> commands) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<OrderId, Hold> known =
        holds.lock(commands.stream().map(InventoryCommand::orderId).toList());
    Map<Sku, Shelf> stock = shelves.lock(skus(commands, known.values()));
    var sitting = new Sitting(known, stock, now.plus(settings.timeLimit()));
    List<Decision> decisions = commands.stream().map(sitting::decide).toList();
    shelves.store(stock);
    holds.store(sitting.changedHolds(), now);
    return decisions;
  }

  private static SortedSet<Sku> skus(List<InventoryCommand> commands, Collection<Hold> known) {
    SortedSet<Sku> skus = new TreeSet<>(Shelves.LOCK_ORDER);
    for (InventoryCommand command : commands) {
      if (command instanceof ReserveStock reserve) {
        reserve.lines().forEach(line -> skus.add(line.sku()));
      }
    }
    known.stream()
        .filter(hold -> hold.status() == HoldStatus.HELD || hold.status() == HoldStatus.COMMITTED)
        .forEach(hold -> skus.addAll(hold.units().keySet()));
    return skus;
  }
}
