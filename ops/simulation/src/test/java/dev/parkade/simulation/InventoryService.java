package dev.parkade.simulation;

import dev.parkade.inventory.holds.SimulatedStock;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.simulation.Faults.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// inventory-service: polls, transactions and crashes around the service's own decisions.
final class InventoryService {

  private static final String NAME = "inventory";

  private final World world;
  private final Messages messages;
  private final Relay relay;
  private final Reader commands;
  private final SimulatedStock stock;
  private final Duration holdLimit;

  InventoryService(World world, Duration holdLimit) {
    this.world = world;
    this.holdLimit = holdLimit;
    messages = world.messages("inventory-service");
    relay = new Relay(NAME, world);
    commands = new Reader(world.broker, Topics.INVENTORY_COMMANDS);
    boolean fenced = world.mutation != Mutation.RESERVES_WHAT_IS_RELEASED;
    stock = new SimulatedStock(status -> fenced || !status.equals("RELEASED"));
  }

  Relay relay() {
    return relay;
  }

  SimulatedStock stock() {
    return stock;
  }

  boolean hasMore() {
    return commands.hasMore();
  }

  void poll() {
    var records = commands.poll(world.chance);
    if (records.isEmpty()) {
      return;
    }
    Fate fate = world.faults.fate();
    List<InventoryReply> replies =
        stock.decide(
            records.stream().map(r -> (InventoryCommand) r.value().body()).toList(),
            world.clock.instant().plus(holdLimit));
    if (fate == Fate.DIES_BEFORE_COMMIT) {
      world.seen.add(Sight.DEATH);
      stock.rollback();
      crash();
      return;
    }
    List<Outgoing> outgoing = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      InventoryReply reply = replies.get(i);
      String order = reply.orderId().text();
      world.trace.say(NAME, () -> "commits " + reply);
      if (reply instanceof StockRefused) {
        world.seen.add(Sight.STOCK_REFUSED);
      }
      outgoing.add(
          new Outgoing(
              Topics.ORDER_REPLIES,
              order,
              messages.causedBy(records.get(i).value(), reply, order)));
    }
    commit();
    commands.advance(records);
    relay.commit(outgoing);
    if (fate == Fate.DIES_AFTER_COMMIT) {
      crash();
    }
  }

  boolean hasDue() {
    return stock.hasDue(world.clock.instant());
  }

  void sweep() {
    List<OrderId> expired = stock.expire(world.clock.instant());
    if (!expired.isEmpty()) {
      world.seen.add(Sight.HOLD_EXPIRED);
    }
    expired.forEach(order -> world.trace.say(NAME, () -> "the hold of " + order + " expires"));
    commit();
  }

  private void commit() {
    List<String> problems = stock.commit();
    if (!problems.isEmpty()) {
      throw new Violation(String.join("; ", problems));
    }
  }

  /// Whether units are set aside or sold for an order.
  boolean keeps(OrderId order) {
    return stock.status(order).equals("HELD") || hasSold(order);
  }

  boolean hasSold(OrderId order) {
    return stock.status(order).equals("COMMITTED");
  }

  void crash() {
    world.trace.say(NAME, () -> "DIES");
    relay.crash();
  }
}
