package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.payment.charging.Origin;
import dev.parkade.runtime.replay.Replay;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// A readable payment command and the record of `payment.commands` that carried it.
record Command(ConsumerRecord<String, byte[]> record, Message<PaymentCommand> message) {

  MessageId id() {
    return message.id();
  }

  OrderId orderId() {
    return message.body().orderId();
  }

  CustomerId customerId() {
    return message.body().customerId();
  }

  Origin origin() {
    return new Origin(record.partition(), record.offset());
  }

  /// Which replay of which dead letter it is; null if it is none.
  @Nullable Replay replay() {
    return Replay.of(record.headers());
  }

  /// The same command in another place of `payment.commands`.
  Command at(long offset) {
    var moved =
        new ConsumerRecord<>(
            record.topic(),
            record.partition(),
            offset,
            record.timestamp(),
            TimestampType.CREATE_TIME,
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty());
    return new Command(moved, message);
  }
}
