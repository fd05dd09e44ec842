package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import java.time.Instant;
import org.apache.kafka.common.header.Header;

/// A command that waits.
///
/// @param firstAt when it was parked for the first time
/// @param attempts how often the provider was asked for it without a definite answer
/// @param offset where its newest copy stands in `payment.parked`
record Parked(Command command, Instant firstAt, WaitReason reason, int attempts, long offset) {

  /// What a waiting command costs besides its bytes: objects, map entries. Rough on purpose.
  private static final int OVERHEAD = 800;

  static Parked fresh(Command command, Instant now, WaitReason reason, int attempts) {
    return new Parked(command, now, reason, attempts, -1);
  }

  Parked again(WaitReason reason, int attempts) {
    return new Parked(command, firstAt, reason, attempts, -1);
  }

  Parked at(long offset) {
    return new Parked(command, firstAt, reason, attempts, offset);
  }

  /// The same command as a dead letter that holds its customer back: what it waits for is new, and
  /// so is the time since when.
  Parked deadLettered(Instant now) {
    return new Parked(command, now, WaitReason.DEAD_LETTERED, attempts, offset);
  }

  /// The same command after the provider may have been asked for it.
  Parked asked() {
    return new Parked(command, firstAt, reason, attempts + 1, offset);
  }

  int partition() {
    return command.record().partition();
  }

  boolean isCharge() {
    return command.message().body() instanceof ChargePayment;
  }

  /// Whether it is a dead letter that holds its customer back.
  boolean isBlock() {
    return reason == WaitReason.DEAD_LETTERED;
  }

  MessageId id() {
    return command.id();
  }

  CustomerId customerId() {
    return command.customerId();
  }

  OrderId orderId() {
    return command.orderId();
  }

  Place place() {
    return new Place(command.record().offset(), id());
  }

  int bytes() {
    int bytes = OVERHEAD + command.record().value().length;
    for (Header header : command.record().headers()) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }
}
