package dev.parkade.messages.wire;

import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.order.OrderNeedsAttention;
import dev.parkade.messages.order.OrderPlaced;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.messages.payment.RefundPayment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The register of message types: a logical, versioned name for each, never a Java class name.
public final class MessageTypes {

  private static final Map<String, Class<? extends MessageBody>> BY_NAME =
      Map.ofEntries(
          Map.entry("parkade.customer.registered.v1", CustomerRegistered.class),
          Map.entry("parkade.customer.changed.v1", CustomerChanged.class),
          Map.entry("parkade.customer.deactivated.v1", CustomerDeactivated.class),
          Map.entry("parkade.payment.charge.v1", ChargePayment.class),
          Map.entry("parkade.payment.refund.v1", RefundPayment.class),
          Map.entry("parkade.payment.charged.v1", PaymentCharged.class),
          Map.entry("parkade.payment.refused.v1", PaymentRefused.class),
          Map.entry("parkade.payment.refunded.v1", PaymentRefunded.class),
          Map.entry("parkade.payment.waiting.v1", PaymentWaiting.class),
          Map.entry("parkade.inventory.reserve.v1", ReserveStock.class),
          Map.entry("parkade.inventory.commit.v1", CommitStock.class),
          Map.entry("parkade.inventory.release.v1", ReleaseStock.class),
          Map.entry("parkade.inventory.reserved.v1", StockReserved.class),
          Map.entry("parkade.inventory.refused.v1", StockRefused.class),
          Map.entry("parkade.inventory.committed.v1", StockCommitted.class),
          Map.entry("parkade.inventory.released.v1", StockReleased.class),
          Map.entry("parkade.inventory.hold-expired.v1", HoldExpired.class),
          Map.entry("parkade.order.placed.v1", OrderPlaced.class),
          Map.entry("parkade.order.confirmed.v1", OrderConfirmed.class),
          Map.entry("parkade.order.cancelled.v1", OrderCancelled.class),
          Map.entry("parkade.order.needs-attention.v1", OrderNeedsAttention.class),
          Map.entry("parkade.deadletter.settled.v1", DeadLetterSettled.class));

  private static final Map<Class<? extends MessageBody>, String> BY_CLASS =
      BY_NAME.keySet().stream()
          .collect(Collectors.toUnmodifiableMap(BY_NAME::get, Function.identity()));

  private MessageTypes() {}

  /// The wire name of a body type.
  ///
  /// @throws IllegalArgumentException for a type that is not registered
  public static String nameOf(Class<? extends MessageBody> type) {
    String name = BY_CLASS.get(type);
    if (name == null) {
      throw new IllegalArgumentException(type + " is not in the register of message types");
    }
    return name;
  }

  /// The body type of a wire name; empty if we do not know it.
  public static Optional<Class<? extends MessageBody>> bodyOf(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// Every wire name.
  public static Set<String> names() {
    return BY_NAME.keySet();
  }
}
