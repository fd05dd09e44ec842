package dev.parkade.simulation;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.order.OrderEvent;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.order.saga.OrderStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Says what must hold at every moment. It knows what was published, what the provider took and
/// what was committed, and nothing of how the services decide. The numbers are those of the
/// design's invariants.
final class Oracle {

  /// What is known about one order.
  private static final class Facts {
    final Map<Class<?>, MessageId> commands = new HashMap<>();
    boolean begun;
    int taken;
    int returned;
    boolean refundAnswered;
    OrderStatus status = OrderStatus.PENDING;
    @Nullable Class<?> announced;
  }

  private final Map<OrderId, Facts> orders = new LinkedHashMap<>();
  private final Map<String, OrderId> keys = new HashMap<>();
  private final Map<MessageId, ConsumerRecord<String, Message<?>>> charges = new HashMap<>();
  private final Map<String, Long> lastTaken = new HashMap<>();
  private final Set<CustomerId> registered = new HashSet<>();
  private Predicate<MessageId> isDeadLetter = charge -> false;

  /// Who knows which charges became dead letters and have lost their place with that.
  void deadLetters(Predicate<MessageId> source) {
    isDeadLetter = source;
  }

  private Facts of(OrderId order) {
    return orders.computeIfAbsent(order, o -> new Facts());
  }

  /// A saga was stored for the request with this key.
  void begun(String key, OrderId order) {
    OrderId first = keys.putIfAbsent(key, order);
    if (first != null) {
      throw new Violation("I4: key %s has two orders, %s and %s".formatted(key, first, order));
    }
    Facts facts = of(order);
    if (facts.begun) {
      throw new Violation("I3: order %s has two sagas".formatted(order));
    }
    facts.begun = true;
  }

  /// A record has reached its topic.
  void published(ConsumerRecord<String, Message<?>> record) {
    MessageBody body = record.value().body();
    switch (body) {
      case InventoryCommand command -> sameCommand(command.orderId(), record.value());
      case PaymentCommand command -> {
        sameCommand(command.orderId(), record.value());
        if (command instanceof ChargePayment) {
          charges.putIfAbsent(record.value().id(), record);
        }
      }
      case CustomerEvent event -> registered.add(event.customerId());
      case OrderEvent event -> announced(event);
      default -> {}
    }
  }

  private void sameCommand(OrderId order, Message<?> command) {
    Class<?> type = command.body().getClass();
    MessageId first = of(order).commands.putIfAbsent(type, command.id());
    if (first != null && !first.equals(command.id())) {
      throw new Violation(
          "I6: order %s has two commands %s, %s and %s"
              .formatted(order, type.getSimpleName(), first, command.id()));
    }
  }

  private void announced(OrderEvent event) {
    if (!(event instanceof OrderConfirmed || event instanceof OrderCancelled)) {
      return;
    }
    Facts facts = of(event.orderId());
    if (facts.announced != null && facts.announced != event.getClass()) {
      throw new Violation("order %s was announced with two ends".formatted(event.orderId()));
    }
    facts.announced = event.getClass();
  }

  /// A provider has taken the money of a charge.
  void taken(MessageId charge, OrderId order) {
    Facts facts = of(order);
    if (++facts.taken > 1) {
      throw new Violation("I6: the money of order %s was taken twice".formatted(order));
    }
    if (facts.refundAnswered) {
      throw new Violation(
          "suspension: order %s was charged after its refund had been answered".formatted(order));
    }
    ConsumerRecord<String, Message<?>> command = charges.get(charge);
    if (command == null) {
      throw new Violation("charge %s of order %s was never asked for".formatted(charge, order));
    }
    if (!registered.contains(CustomerId.of(command.key()))) {
      throw new Violation("order %s was charged before its customer existed".formatted(order));
    }
    if (!isDeadLetter.test(charge)) {
      Long last = lastTaken.put(command.key(), command.offset());
      if (last != null && last > command.offset()) {
        throw new Violation(
            "I9: order %s of %s was charged after a later one".formatted(order, command.key()));
      }
    }
  }

  /// A provider has given the money of an order back.
  void returned(OrderId order) {
    if (++of(order).returned > 1) {
      throw new Violation("I6: the money of order %s was returned twice".formatted(order));
    }
  }

  /// payment-service has committed that an order is refunded or void.
  void refundAnswered(OrderId order) {
    of(order).refundAnswered = true;
  }

  /// A client can see this from now on.
  void status(OrderId order, OrderStatus next) {
    Facts facts = of(order);
    OrderStatus before = facts.status;
    boolean forwards =
        switch (before) {
          case PENDING -> true;
          case NEEDS_ATTENTION -> next != OrderStatus.PENDING;
          case CONFIRMED, CANCELLED -> next == before;
        };
    if (!forwards) {
      throw new Violation("I12: order %s went from %s to %s".formatted(order, before, next));
    }
    facts.status = next;
  }

  /// The end that was announced for an order; null if none was.
  @Nullable Class<?> announced(OrderId order) {
    return of(order).announced;
  }
}
