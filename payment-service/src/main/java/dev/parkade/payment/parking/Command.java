package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.payment.charging.Origin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
}
