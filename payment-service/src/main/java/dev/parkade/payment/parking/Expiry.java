package dev.parkade.payment.parking;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.payment.customers.Standing;
import dev.parkade.runtime.deadletter.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Dead-letters what waited too long for its customer, a slice at a time. Its order is not told: it
/// stays open until somebody decides about the dead letter. Dead letters that have held their
/// customers back for as long let them go on.
final class Expiry {

  private final Ownership ownership;
  private final AgeClock ages;
  private final Storing storing;
  private final Memory memory;
  private final GateTraces traces;
  private final int slice;

  /// @param slice how many commands one round sets aside at most
  Expiry(
      Ownership ownership,
      AgeClock ages,
      Storing storing,
      Memory memory,
      GateTraces traces,
      int slice) {
    this.ownership = ownership;
    this.ages = ages;
    this.storing = storing;
    this.memory = memory;
    this.traces = traces;
    this.slice = slice;
  }

  /// Does what is due.
  void expire(Instant now, Consumer<?, ?> consumer) {
    ages.tick(now);
    Effects effects = new Effects();
    for (GatePartition partition : ownership.running()) {
      List<Parked> old = tooOld(partition, slice - effects.settled().size());
      if (!old.isEmpty() && hasReadAllCustomers(partition, consumer)) {
        loaded(partition, old).forEach(entry -> expire(entry, effects));
      }
    }
    if (!effects.settled().isEmpty()) {
      var unused = storing.storeAlone(effects);
    }
  }

  /// A dead letter has the whole command, which may have to be read back.
  private List<Parked> loaded(GatePartition partition, List<Parked> old) {
    return memory.loaded(List.of(new Slice(partition, old))).stream()
        .flatMap(slice -> slice.entries().stream())
        .toList();
  }

  private List<Parked> tooOld(GatePartition partition, int limit) {
    List<Parked> old = new ArrayList<>();
    for (Parked entry : partition.waiting().oldestFirst()) {
      if (old.size() == limit || !ages.isTooOld(entry.firstAt())) {
        break;
      }
      if (entry.isBlock()
          || partition.customers().standing(entry.customerId().text()) == Standing.UNKNOWN) {
        old.add(entry);
      }
    }
    return old;
  }

  /// After a stop or an outage the customer may stand in the log, unread.
  private static boolean hasReadAllCustomers(GatePartition partition, Consumer<?, ?> consumer) {
    TopicPartition customers = GatePartition.customersOf(partition.number());
    long end = consumer.endOffsets(List.of(customers)).getOrDefault(customers, Long.MAX_VALUE);
    return consumer.position(customers) >= end;
  }

  private void expire(Parked entry, Effects effects) {
    if (entry.isBlock()) {
      effects.settled().add(new Effects.Settled(entry, SettleCause.BLOCK_EXPIRED, null));
      return;
    }
    effects.settled().add(new Effects.Settled(entry, SettleCause.EXPIRED, null));
    String detail =
        "order %s waited since %s for customer %s"
            .formatted(entry.orderId(), entry.firstAt(), entry.customerId());
    var failure = new Failure(DeadLetterReason.CUSTOMER_NEVER_ARRIVED, detail, entry.tries());
    effects.dead().add(new Effects.Dead(entry.command().record(), failure));
    traces.expired(entry, failure);
  }
}
