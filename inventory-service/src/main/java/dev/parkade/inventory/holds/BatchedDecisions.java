package dev.parkade.inventory.holds;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.runtime.consuming.Opening;
import dev.parkade.runtime.pipeline.Pipeline;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Decides any number of commands with four statements, of which two and two travel together:
/// lock the holds, lock the products; write the products, write the holds. A hot product costs
/// one row version per poll instead of one per buyer, and who comes first in the log is served
/// first.
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
  public List<Decision> decide(List<InventoryCommand> commands, Opening opening, Pipeline writes) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<OrderId> orders = commands.stream().map(InventoryCommand::orderId).toList();
    Map<OrderId, Hold> known = holds.lock(opening.statements(), orders);
    Map<Sku, Shelf> stock = shelves.lock(opening.statements(), asked(commands), orders);
    opening.run();
    var sitting = new Sitting(known, stock, now.plus(settings.timeLimit()));
    List<Decision> decisions = commands.stream().map(sitting::decide).toList();
    shelves.store(writes, stock);
    holds.store(writes, sitting.changedHolds(), now);
    return decisions;
  }

  private static Set<Sku> asked(List<InventoryCommand> commands) {
    Set<Sku> skus = new HashSet<>();
    for (InventoryCommand command : commands) {
      if (command instanceof ReserveStock reserve) {
        reserve.lines().forEach(line -> skus.add(line.sku()));
      }
    }
    return skus;
  }
}
