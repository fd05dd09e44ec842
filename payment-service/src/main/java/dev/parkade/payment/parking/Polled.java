package dev.parkade.payment.parking;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.deadletter.Failure;
import dev.parkade.runtime.tracing.PollSpans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The records of one poll, sorted by what they are. Those of partitions that do not run here are
/// left out: they are read again when they do. So are those whose effects are stored already.
final class Polled {

  private final List<CustomerEvent> customerEvents = new ArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> parked = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<Effects.Dead> deadCustomers = new ArrayList<>();
  private final List<Effects.Dead> deadCommands = new ArrayList<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<CustomerId, Traceparent> customerTraces = new HashMap<>(0);
  private final PollSpans traces;
  private final int partitions;
  private int mismatches;

  private Polled(int partitions, PollSpans traces) {
    this.traces = traces;
    this.partitions = partitions;
  }

  /// No records: for what is due between two polls.
  static Polled nothing() {
    return new Polled(1, PollSpans.none());
  }

  static Polled sort(
      Iterable<ConsumerRecord<String, byte[]>> records,
      Ownership ownership,
      OwnedPositions positions,
      RecordReader reader,
      int partitions,
      PollSpans traces) {
    Polled polled = new Polled(partitions, traces);
    for (ConsumerRecord<String, byte[]> record : records) {
      if (ownership.runs(record.partition())) {
        polled.take(record, positions, reader);
      }
    }
    return polled;
  }

  private void take(
      ConsumerRecord<String, byte[]> record, OwnedPositions positions, RecordReader reader) {
    var partition = new TopicPartition(record.topic(), record.partition());
    if (partition.equals(GatePartition.parkedOf(record.partition()))) {
      // compared with what was read, which is in memory only, when they are applied
      parked.add(record);
      return;
    }
    Long expected = positions.next(partition);
    if (expected == null || record.offset() < expected) {
      return;
    }
    boolean customers = partition.equals(GatePartition.customersOf(record.partition()));
    ends.merge(partition, record.offset() + 1, Math::max);
    switch (reader.read(record)) {
      case Decoded.Poison(var reason, var detail) -> bury(record, customers, reason, detail);
      case Decoded.Readable(var message) -> readable(record, customers, message);
    }
  }

  private void readable(ConsumerRecord<String, byte[]> record, boolean customers, Message<?> read) {
    Message<?> message = traces.received(record, read);
    // an event about a customer belongs to no order
    String correlation = message.envelope().correlationId();
    String customer = "";
    if (message.body() instanceof CustomerEvent event) {
      customer = event.customerId().text();
    } else if (message.body() instanceof PaymentCommand command) {
      customer = command.customerId().text();
      correlation = command.orderId().text();
    }
    Decoded.Poison poison = new Incoming(record, message).disagreement(customer, correlation);
    if (poison != null) {
      bury(record, customers, poison.reason(), poison.detail());
    } else if (Partitioning.of(customer, partitions) != record.partition()) {
      mismatches++;
      bury(
          record,
          customers,
          DeadLetterReason.WRONG_KEY,
          ("customer %s belongs on partition %d:"
                  + " its producer does not partition like the Java client. Configure it to"
                  + " (partitioner=murmur2_random in librdkafka) and send the record again")
              .formatted(customer, Partitioning.of(customer, partitions)));
    } else if (message.body() instanceof CustomerEvent event) {
      customerEvents.add(event);
      if (traces.areRecorded() && message.envelope().traceparent() != null) {
        customerTraces.put(event.customerId(), message.envelope().traceparent());
      }
    } else if (message.body() instanceof PaymentCommand command) {
      commands.add(new Command(record, new Message<>(message.envelope(), command)));
    }
  }

  private void bury(
      ConsumerRecord<String, byte[]> record,
      boolean customers,
      DeadLetterReason reason,
      String detail) {
    (customers ? deadCustomers : deadCommands)
        .add(new Effects.Dead(record, Failure.at(reason, detail)));
  }

  List<CustomerEvent> customerEvents() {
    return customerEvents;
  }

  /// The span that handles the event of a customer; null if nobody collects it.
  @Nullable Traceparent traceOf(CustomerId customer) {
    return customerTraces.get(customer);
  }

  /// The spans of its records.
  PollSpans traces() {
    return traces;
  }

  List<ConsumerRecord<String, byte[]>> parked() {
    return parked;
  }

  List<Command> commands() {
    return commands;
  }

  List<Effects.Dead> deadCustomers() {
    return deadCustomers;
  }

  List<Effects.Dead> deadCommands() {
    return deadCommands;
  }

  /// Behind the last record of each partition of customers and of commands, to be changed.
  Map<TopicPartition, Long> ends() {
    return new HashMap<>(ends);
  }

  /// Whether it has nothing whose position is stored.
  boolean isEmpty() {
    return ends.isEmpty();
  }

  /// Whether there were records of customers.
  boolean hasCustomers() {
    return !customerEvents.isEmpty() || !deadCustomers.isEmpty();
  }

  /// The partition count of the three topics.
  int partitions() {
    return partitions;
  }

  int mismatches() {
    return mismatches;
  }
}
