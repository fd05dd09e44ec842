package dev.parkade.cli.invariants;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the four databases and the topics hold, read while nothing was on its way.
///
/// @param readAt when it was read
/// @param products inventory-service's catalogue
/// @param holds inventory-service's holds, a line each
/// @param payments payment-service's payments
/// @param orders order-orchestrator's orders
/// @param outboxes the outbox rows of all services, in the order of their numbers
/// @param positions how far the consumers of all services are
/// @param topics the records of every topic, by partition and offset
/// @param ends the next offset of every partition of every topic
/// @param witnessed what clients saw
public record Facts(
    Instant readAt,
    List<Product> products,
    List<HeldLine> holds,
    List<Payment> payments,
    List<Order> orders,
    List<OutboxRow> outboxes,
    List<Position> positions,
    Map<String, List<TopicRecord>> topics,
    List<Position> ends,
    Witnessed witnessed) {
  /// A product's units.
  ///
  /// @param supplied all that were ever put in, by the service's own account
  public record Product(String sku, long supplied, long available, long held, long sold) {}

  /// Units of a product that an order holds, held or bought.
  public record HeldLine(String orderId, String sku, long quantity, String status) {}

  /// The payment of an order.
  ///
  /// @param partition of the command that decided it
  /// @param offset of the command that decided it
  /// @param decision grows with each decision
  public record Payment(
      String orderId,
      String paymentId,
      String customerId,
      @Nullable Amount amount,
      String status,
      String commandId,
      int partition,
      long offset,
      long decision) {}

  /// An amount of money in minor units.
  public record Amount(long value, String currency) {}

  /// An order, which is one row with its saga.
  ///
  /// @param historyComplete whether the saga's history has as many lines as the saga has written
  /// @param nextAct when time alone makes the saga act, at the latest
  /// @param keys the idempotency keys that stand for it
  public record Order(
      String id,
      String status,
      @Nullable Amount total,
      boolean historyComplete,
      Instant nextAct,
      List<String> keys) {
    /// Whether its saga still works on it, or waits for a person.
    boolean isOpen() {
      return status.equals("PENDING") || status.equals("NEEDS_ATTENTION");
    }
  }

  /// A message that a service committed.
  public record OutboxRow(
      String service, long seq, String topic, String key, String messageId, Instant createdAt) {}

  /// How far a partition goes, or has been consumed.
  public record Position(String topic, int partition, long next) {}

  /// A record of a topic.
  ///
  /// @param headers their last values, as text
  /// @param value null for a tombstone; kept of `dlq.outcomes` only, else empty
  public record TopicRecord(
      String topic,
      int partition,
      long offset,
      @Nullable String key,
      Map<String, String> headers,
      @Nullable String value,
      Instant timestamp) {
    boolean tombstone() {
      return value == null;
    }

    String messageId() {
      return headers.getOrDefault("ce_id", "");
    }

    String type() {
      return headers.getOrDefault("ce_type", "");
    }

    String correlationId() {
      return headers.getOrDefault("ce_correlationid", "");
    }

    String place() {
      return place(topic, partition, offset);
    }

    static String place(String topic, int partition, long offset) {
      return topic + "-" + partition + "@" + offset;
    }
  }

  List<TopicRecord> topic(String name) {
    return topics.getOrDefault(name, List.of());
  }

  Map<String, Order> ordersById() {
    return orders.stream().collect(Collectors.toMap(Order::id, Function.identity(), (a, b) -> a));
  }
}
