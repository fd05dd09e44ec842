package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.Amount;
import dev.parkade.cli.invariants.Facts.HeldLine;
import dev.parkade.cli.invariants.Facts.Order;
import dev.parkade.cli.invariants.Facts.OutboxRow;
import dev.parkade.cli.invariants.Facts.Payment;
import dev.parkade.cli.invariants.Facts.Position;
import dev.parkade.cli.invariants.Facts.Product;
import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.cli.invariants.Witnessed.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A small world in which everything is right: two confirmed orders of one customer, a cancelled
/// one and an open one. A test spoils one thing.
final class World {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant WRITTEN = NOW.minusSeconds(60);

  final List<Product> products = new ArrayList<>();
  final List<HeldLine> holds = new ArrayList<>();
  final List<Payment> payments = new ArrayList<>();
  final List<Order> orders = new ArrayList<>();
  final List<OutboxRow> outboxes = new ArrayList<>();
  final List<Position> positions = new ArrayList<>();
  final Map<String, List<TopicRecord>> topics = new HashMap<>();
  final List<Position> ends = new ArrayList<>();
  final Map<String, Long> supplied = new HashMap<>();
  final List<Repeat> repeats = new ArrayList<>();
  final Map<String, List<String>> statuses = new HashMap<>();

  World() {
    products.add(new Product("book", 10, 6, 1, 3));
    supplied.put("book", 10L);
    holds.add(new HeldLine("order-1", "book", 1, "COMMITTED"));
    holds.add(new HeldLine("order-2", "book", 2, "COMMITTED"));
    holds.add(new HeldLine("order-3", "book", 4, "RELEASED"));
    holds.add(new HeldLine("order-4", "book", 1, "HELD"));
    payments.add(payment("order-1", "ada", 500, "CHARGED", 0, 1));
    payments.add(payment("order-2", "ada", 1000, "CHARGED", 1, 2));
    payments.add(payment("order-3", "bob", 2000, "REFUSED", 2, 3));
    orders.add(order("order-1", "CONFIRMED", 500));
    orders.add(order("order-2", "CONFIRMED", 1000));
    orders.add(order("order-3", "CANCELLED", 2000));
    orders.add(order("order-4", "PENDING", 500));
    command("order-1", "ada");
    command("order-2", "ada");
    command("order-3", "bob");
    command("order-4", "cleo");
    put(record("payment.parked", "charge-order-4", "", "charge-order-4", "order-4"));
    for (var order : orders) {
      event(order.id(), "placed");
    }
    event("order-1", "confirmed");
    event("order-2", "confirmed");
    event("order-3", "cancelled");
    positions.add(new Position("payment.commands", 0, 4));
    ends.add(new Position("payment.commands", 0, 4));
    repeats.add(new Repeat("key-order-1", "order-1", "order-1"));
    statuses.put("order-1", new ArrayList<>(List.of("PENDING", "CONFIRMED")));
  }

  Facts facts() {
    return new Facts(
        NOW,
        products,
        holds,
        payments,
        orders,
        outboxes,
        positions,
        topics,
        ends,
        new Witnessed(supplied, repeats, statuses));
  }

  static Payment payment(
      String order, String customer, long amount, String status, long offset, long decision) {
    return new Payment(
        order,
        "payment-of-" + order,
        customer,
        new Amount(amount, "EUR"),
        status,
        "charge-" + order,
        0,
        offset,
        decision);
  }

  static Order order(String id, String status, long total) {
    return new Order(
        id,
        status,
        new Amount(total, "EUR"),
        true,
        NOW.plus(Duration.ofHours(1)),
        List.of("key-" + id));
  }

  /// A charge that was committed and published.
  void command(String order, String customer) {
    commit("order-orchestrator", "payment.commands", customer, "charge-" + order);
    put(
        record(
            "payment.commands", customer, "parkade.payment.charge.v1", "charge-" + order, order));
  }

  void event(String order, String what) {
    var id = what + "-" + order;
    commit("order-orchestrator", "order.events", order, id);
    put(record("order.events", order, "parkade.order." + what + ".v1", id, order));
  }

  void commit(String service, String topic, String key, String messageId) {
    outboxes.add(new OutboxRow(service, outboxes.size() + 1L, topic, key, messageId, WRITTEN));
  }

  void put(TopicRecord record) {
    topics.computeIfAbsent(record.topic(), _ -> new ArrayList<>()).add(record);
  }

  TopicRecord record(String topic, String key, String type, String messageId, String order) {
    var headers =
        Map.of(
            "ce_id", messageId,
            "ce_type", type,
            "ce_source", "/parkade/order-orchestrator",
            "ce_correlationid", order);
    return new TopicRecord(topic, 0, next(topic), key, headers, "", WRITTEN.plusMillis(5));
  }

  TopicRecord tombstone(String topic, String key) {
    return new TopicRecord(topic, 0, next(topic), key, Map.of(), null, WRITTEN.plusMillis(9));
  }

  private long next(String topic) {
    return topics.getOrDefault(topic, List.of()).size();
  }
}
