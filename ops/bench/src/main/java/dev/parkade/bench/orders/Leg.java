package dev.parkade.bench.orders;

import dev.parkade.local.Part;

/// The messages that an order needs, in their order. Each is written in a transaction of its own,
/// when an order is handled alone: seven commits, six of them woken by a message.
enum Leg {
  RESERVE("parkade.inventory.reserve.v1", Part.ORDERS),
  RESERVED("parkade.inventory.reserved.v1", Part.INVENTORY),
  CHARGE("parkade.payment.charge.v1", Part.ORDERS),
  CHARGED("parkade.payment.charged.v1", Part.PAYMENT),
  COMMIT("parkade.inventory.commit.v1", Part.ORDERS),
  COMMITTED("parkade.inventory.committed.v1", Part.INVENTORY),
  CONFIRMED("parkade.order.confirmed.v1", Part.ORDERS);

  private final String type;
  private final Part writer;

  Leg(String type, Part writer) {
    this.type = type;
    this.writer = writer;
  }

  /// The message's `ce_type`.
  String type() {
    return type;
  }

  /// The service that writes it.
  Part writer() {
    return writer;
  }

  /// As people read it.
  String title() {
    return switch (this) {
      case RESERVE -> "order accepted: ReserveStock";
      case RESERVED -> "inventory: StockReserved";
      case CHARGE -> "saga: ChargePayment";
      case CHARGED -> "payment: PaymentCharged";
      case COMMIT -> "saga: CommitStock";
      case COMMITTED -> "inventory: StockCommitted";
      case CONFIRMED -> "saga: OrderConfirmed";
    };
  }
}
