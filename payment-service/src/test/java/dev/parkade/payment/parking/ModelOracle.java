package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Says what must hold: while a history goes on, and when it has come to its end. It knows what was
/// sent, what the providers hold and what was answered, and nothing of how the gate works.
final class ModelOracle {

  /// One order: its charge, and the refund that cancels it if it is sent.
  record Order(
      OrderId id,
      CustomerId customer,
      Message<ChargePayment> charge,
      Message<RefundPayment> refund) {}

  private final ModelWorld world;
  private final List<ModelProvider> providers;
  private final Set<DeadLetterReason> allowed;
  private final Map<OrderId, Order> orders = new LinkedHashMap<>();
  private final Set<OrderId> refunded = new HashSet<>();
  private final Set<CustomerId> customers = new LinkedHashSet<>();
  private final Set<CustomerId> registered = new HashSet<>();
  private final Set<MessageId> deadCommands = new HashSet<>();
  private final Map<OrderId, Integer> sent = new HashMap<>();
  private final Map<CustomerId, OrderId> lastTaken = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<ConsumerRecord<String, byte[]>> deadSeen = new HashSet<>();

  ModelOracle(ModelWorld world, List<ModelProvider> providers, Set<DeadLetterReason> allowed) {
    this.world = world;
    this.providers = providers;
    this.allowed = EnumSet.copyOf(allowed);
  }

  void ordered(Order order) {
    customers.add(order.customer());
    orders.put(order.id(), order);
  }

  void chargeSent(Order order) {
    sent.putIfAbsent(order.id(), sent.size());
  }

  void refundSent(Order order) {
    refunded.add(order.id());
  }

  void registered(CustomerId customer) {
    checkDeadLetters();
    registered.add(customer);
  }

  List<Order> orders() {
    return List.copyOf(orders.values());
  }

  boolean isRefunded(Order order) {
    return refunded.contains(order.id());
  }

  /// @see ModelProvider.Watcher
  void taken(String provider, MessageId charge, OrderId id, boolean late) {
    long holders = providers.stream().filter(p -> p.holdsMoneyOf(id)).count();
    if (holders > 1) {
      problems.add("the money of order %s is held %d times".formatted(id, holders));
    }
    Order order = orders.get(id);
    OrderId before = lastTaken.get(order.customer());
    if (!late && !isDead(charge)) {
      if (before != null && sent.get(before) > sent.get(id)) {
        problems.add("%s took order %s after order %s".formatted(provider, id, before));
      }
      lastTaken.put(order.customer(), id);
    }
  }

  /// What must hold at any time.
  void check(Iterable<ModelInstance> instances) {
    checkDeadLetters();
    // a dead letter that comes back, because it is replayed or a zombie had parked it, has lost its
    // place
    for (CustomerId customer : customers) {
      assertThat(world.payments.chargesOf(customer, charge -> !deadCommands.contains(charge)))
          .as("where the charges of %s stood", customer)
          .isSorted();
    }
    for (ModelInstance instance : instances) {
      assertThat(instance.orderViolations()).as("violations of the order").isZero();
    }
    assertThat(problems).isEmpty();
  }

  private void checkDeadLetters() {
    world.all(Topics.PAYMENT_DLQ).stream().filter(deadSeen::add).forEach(this::checkDead);
  }

  private void checkDead(ConsumerRecord<String, byte[]> record) {
    deadCommands.add(ModelWorld.id(record));
    DeadLetterReason reason = ModelWorld.reason(record);
    assertThat(allowed)
        .as("%s", ModelWorld.header(record, DeadLetterHeaders.DETAIL))
        .contains(reason);
    if (reason == DeadLetterReason.CUSTOMER_NEVER_ARRIVED) {
      assertThat(registered).extracting(CustomerId::text).doesNotContain(record.key());
    }
  }

  boolean isDead(MessageId command) {
    return deadCommands.contains(command);
  }

  /// What must have come out when everything works again and nothing is left to do.
  void checkTheEnd() {
    Map<MessageId, List<Object>> answers = new HashMap<>();
    world
        .replies()
        .forEach(
            reply ->
                answers
                    .computeIfAbsent(
                        reply.message().envelope().causationId(), id -> new ArrayList<>())
                    .add(reply.message().body()));
    for (Order order : orders.values()) {
      checkTheEnd(order, answers);
    }
  }

  private void checkTheEnd(Order order, Map<MessageId, List<Object>> answers) {
    String status = String.valueOf(world.payments.status(order.id()));
    List<Object> toCharge = answers.getOrDefault(order.charge().id(), List.of());
    List<Object> toRefund = answers.getOrDefault(order.refund().id(), List.of());
    boolean held = providers.stream().anyMatch(p -> p.holdsMoneyOf(order.id()));
    boolean taken = providers.stream().anyMatch(p -> p.everTookMoneyOf(order.id()));
    String about =
        "%s, charge %s answered with %s, refund %s with %s"
            .formatted(order.id(), order.charge().id(), toCharge, order.refund().id(), toRefund);
    assertThat(held)
        .as("a provider holds the money of %s, which is %s", about, status)
        .isEqualTo(status.equals("CHARGED"));
    if (isRefunded(order)) {
      assertThat(status).as(about).isIn("REFUNDED", "VOIDED", "REFUSED");
      assertThat(toRefund).as(about).isNotEmpty();
      if (!status.equals("REFUSED")) {
        assertThat(taken).as("money was taken: %s", about).isEqualTo(status.equals("REFUNDED"));
        assertThat(toRefund)
            .as(about)
            .containsOnly(new PaymentRefunded(order.id(), status.equals("REFUNDED")));
      }
    } else {
      assertThat(status).as(about).isIn("CHARGED", "REFUSED");
      assertThat(new HashSet<>(toCharge)).as(about).hasSize(1);
      assertThat(toCharge.getFirst())
          .as(about)
          .isInstanceOf(status.equals("CHARGED") ? PaymentCharged.class : PaymentRefused.class);
    }
  }
}
