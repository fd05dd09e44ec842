package dev.parkade.payment.parking;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.payment.customers.Standing;
import dev.parkade.runtime.deadletter.Failure;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Takes in what commands are judged by: customers, and what others wrote to `payment.parked`.
final class Intake {

  private final Ownership ownership;
  private final Commits commits;
  private final ParkedRecords records;
  private final Memory memory;
  private final AgeClock ages;
  private final Clock clock;

  Intake(
      Ownership ownership,
      Commits commits,
      ParkedRecords records,
      Memory memory,
      AgeClock ages,
      Clock clock) {
    this.ownership = ownership;
    this.commits = commits;
    this.records = records;
    this.memory = memory;
    this.ages = ages;
    this.clock = clock;
  }

  /// Lets customers be known, and their payments go, before any payment of the same poll is
  /// decided.
  /// Their events are in the log for good: if the poll fails, they stay known and come again.
  void customers(Polled polled) {
    if (!polled.hasCustomers()) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    for (CustomerEvent event : polled.customerEvents()) {
      CustomerId customer = event.customerId();
      GatePartition partition =
          ownership.running(Partitioning.of(customer.text(), polled.partitions()));
      boolean arrives = partition.customers().standing(customer.text()) == Standing.UNKNOWN;
      partition.customers().apply(event);
      memory.customerKnown(partition, customer, arrives ? now : null, polled.traceOf(customer));
    }
    ages.customerSeen(now);
  }

  /// Takes in what was parked or removed by somebody else, a replay for example. What this instance
  /// wrote itself it knows already.
  void parked(Polled polled, int partitions) {
    for (ConsumerRecord<String, byte[]> record : polled.parked()) {
      GatePartition partition = ownership.running(record.partition());
      if (record.offset() >= partition.parkedRead() && !partition.readBack(record.offset())) {
        foreign(partition, record, partitions);
      }
      partition.parkedRead(record.offset() + 1);
    }
  }

  private void foreign(
      GatePartition partition, ConsumerRecord<String, byte[]> record, int partitions) {
    TopicPartition commands = GatePartition.commandsOf(record.partition());
    switch (records.read(record, commits.position(commands), partitions)) {
      case ParkedRecords.Live(var entry) -> {
        if (partition.isStale(entry)) {
          partition.unconfirmed().put(entry.id(), entry);
        } else {
          memory.foreign(partition, entry);
        }
      }
      case ParkedRecords.Tombstone(var id) ->
          memory.foreignTombstone(partition, id, record.offset(), clock.instant());
      case ParkedRecords.Garbage(var reason, var detail) -> {
        if (record.value() != null) {
          partition.garbage().add(new Effects.Dead(record, Failure.at(reason, detail)));
        }
      }
    }
  }
}
