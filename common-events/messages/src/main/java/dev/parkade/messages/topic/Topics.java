package dev.parkade.messages.topic;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.deadletter.DeadLetterEvent;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.order.OrderEvent;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.PaymentReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The catalogue: every topic of the system. Whoever creates topics creates exactly these.
///
/// `customer.events`, `payment.commands` and `payment.parked` must keep equal partition counts: one
/// thread owns everything about a customer.
public final class Topics {

  /// The partition count of every topic that is keyed by customer or order.
  public static final int PARTITIONS = 6;

  public static final Topic CUSTOMER_EVENTS =
      new Topic("customer.events", "customer id", PARTITIONS, compacted(), of(CustomerEvent.class));

  public static final Topic PAYMENT_COMMANDS =
      new Topic("payment.commands", "customer id", PARTITIONS, kept(7), of(PaymentCommand.class));

  /// Key = command id, partition = that of the command, chosen explicitly. A command that settles
  /// is followed by its tombstone.
  public static final Topic PAYMENT_PARKED =
      new Topic("payment.parked", "command id", PARTITIONS, compacted(), of(PaymentCommand.class));

  public static final Topic INVENTORY_COMMANDS =
      new Topic("inventory.commands", "order id", PARTITIONS, kept(7), of(InventoryCommand.class));

  public static final Topic ORDER_REPLIES =
      new Topic(
          "order.replies",
          "order id",
          PARTITIONS,
          kept(7),
          of(PaymentReply.class, InventoryReply.class));

  public static final Topic ORDER_EVENTS =
      new Topic("order.events", "order id", PARTITIONS, kept(365), of(OrderEvent.class));

  public static final Topic PAYMENT_DLQ = deadLetters("payment.dlq");
  public static final Topic INVENTORY_DLQ = deadLetters("inventory.dlq");
  public static final Topic ORDER_DLQ = deadLetters("order.dlq");

  /// What people and policies did with dead letters: each letter, each run, and who is at it.
  public static final Topic DLQ_LEDGER =
      new Topic("dlq.ledger", "letter, run or lease", PARTITIONS, compacted(), of());

  /// What became of dead letters that were replayed, as the services decided it.
  public static final Topic DLQ_OUTCOMES =
      new Topic("dlq.outcomes", "dead letter", PARTITIONS, kept(365), of(DeadLetterEvent.class));

  /// One canary row of every relay, so that its lag is always measured; key = the service.
  public static final Topic RELAY_HEARTBEATS =
      new Topic("relay.heartbeats", "service", 1, compacted(), of());

  public static final List<Topic> ALL =
      List.of(
          CUSTOMER_EVENTS,
          PAYMENT_COMMANDS,
          PAYMENT_PARKED,
          INVENTORY_COMMANDS,
          ORDER_REPLIES,
          ORDER_EVENTS,
          PAYMENT_DLQ,
          INVENTORY_DLQ,
          ORDER_DLQ,
          DLQ_LEDGER,
          DLQ_OUTCOMES,
          RELAY_HEARTBEATS);

  private Topics() {}

  /// The catalogue's entry for a topic name.
  public static Optional<Topic> named(String name) {
    return ALL.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  @SafeVarargs
  private static List<Class<? extends MessageBody>> of(Class<? extends MessageBody>... bodies) {
    return List.of(bodies);
  }

  private static Topic deadLetters(String name) {
    Map<String, String> config = new LinkedHashMap<>(kept(30));
    // retention counts from when it was set aside: an origin may be old already
    config.put("message.timestamp.type", "LogAppendTime");
    // a dead letter is its origin plus the reason: it must fit where the origin only just did
    config.put("max.message.bytes", Integer.toString(2 * 1024 * 1024));
    return new Topic(name, "key of the origin", PARTITIONS, config, List.of());
  }

  private static Map<String, String> kept(int days) {
    return Map.of(
        "cleanup.policy",
        "delete",
        "retention.ms",
        Long.toString(Duration.ofDays(days).toMillis()));
  }

  private static Map<String, String> compacted() {
    return Map.of(
        "cleanup.policy", "compact",
        // small segments and a low dirty ratio, because only closed segments are compacted and a
        // start-up reads whatever is left
        "segment.bytes", Integer.toString(16 * 1024 * 1024),
        "segment.ms", Long.toString(Duration.ofHours(1).toMillis()),
        "min.cleanable.dirty.ratio", "0.1",
        "max.compaction.lag.ms", Long.toString(Duration.ofHours(6).toMillis()),
        // a reader that starts from the beginning must meet every tombstone of what it read
        "delete.retention.ms", Long.toString(Duration.ofDays(1).toMillis()));
  }
}
