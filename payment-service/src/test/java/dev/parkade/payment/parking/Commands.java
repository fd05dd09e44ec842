package dev.parkade.payment.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.runtime.replay.Replay;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Commands of partition 0 in log order, and the state of that partition.
final class Commands {

  static final CustomerId ADA = CustomerId.of("ada");
  static final CustomerId BOB = CustomerId.of("bob");
  static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private final Ids ids = new SequentialIds()::get;
  private final Messages messages = new Messages("test", TestClock.atNoon(), ids);
  private final GatePartition partition = new GatePartition(0, 1, 0);
  private long offset;
  private long parkedOffset;

  GatePartition partition() {
    return partition;
  }

  OrderId order() {
    return new OrderId(ids.get());
  }

  void knows(CustomerId customer) {
    partition
        .customers()
        .apply(new CustomerRegistered(customer, "n", "e", CustomerStatus.ACTIVE, 1));
  }

  void deactivated(CustomerId customer) {
    partition
        .customers()
        .apply(new CustomerDeactivated(customer, "n", "e", CustomerStatus.INACTIVE, 2));
  }

  Command charge(CustomerId customer) {
    return charge(customer, order());
  }

  Command charge(CustomerId customer, OrderId order) {
    return command(new ChargePayment(order, customer, new Money(100, "EUR")));
  }

  Command refund(CustomerId customer, OrderId order) {
    return command(new RefundPayment(order, customer, "cancelled"));
  }

  /// The same command as a replay.
  Command replayed(int number, Command command) {
    var record = command.record();
    var copy =
        new ConsumerRecord<>(
            record.topic(), record.partition(), offset++, record.key(), record.value());
    copy.headers().add(ReplayHeaders.OF, replay(number).deadLetter().getBytes(UTF_8));
    copy.headers().add(ReplayHeaders.COUNT, Integer.toString(number).getBytes(UTF_8));
    return new Command(copy, command.message());
  }

  static Replay replay(int number) {
    return new Replay("payment.dlq-0@" + number, number);
  }

  private Command command(PaymentCommand body) {
    String order = body.orderId().text();
    Message<PaymentCommand> message = messages.first(body, order, order, null);
    var record =
        new ConsumerRecord<>(
            "payment.commands", 0, offset++, body.customerId().text(), "{}".getBytes(UTF_8));
    return new Command(record, message);
  }

  /// Parks it as the gate does.
  Parked parked(Command command) {
    return parked(command, WaitReason.CUSTOMER_UNKNOWN, 0);
  }

  Parked parked(Command command, WaitReason reason, int attempts) {
    Parked entry = Parked.fresh(command, NOON, reason, attempts).at(parkedOffset++);
    partition.waiting().put(entry);
    return entry;
  }
}
