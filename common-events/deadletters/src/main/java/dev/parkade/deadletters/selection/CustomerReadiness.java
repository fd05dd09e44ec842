package dev.parkade.deadletters.selection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.topic.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Whether the customers that dead letters have waited for have arrived, by `customer.events` as it
/// stands. Customers count on their own partition only: nobody else would find them there.
///
/// It reads the dead letters once, and then those partitions of `customer.events` that they ask
/// about, from the start. Only the ids of these customers are kept.
public final class CustomerReadiness implements Readiness {

  private final CustomerTable customers;

  private CustomerReadiness(CustomerTable customers) {
    this.customers = customers;
  }

  /// Finds out about the dead letters of a selection, whether it asks for it or not. About others
  /// it says [ReadyState#NOT_APPLICABLE].
  public static CustomerReadiness read(
      DeadLetterLog log, Snapshot snapshot, Selection selection, Fates fates) {
    CustomerTable customers = new CustomerTable();
    Set<Integer> partitions = new HashSet<>();
    SelectedLetters.read(
        log,
        snapshot,
        selection.whetherReadyOrNot(),
        fates,
        Readiness.notAsked(),
        letter ->
            customerOf(letter)
                .ifPresent(
                    id -> {
                      customers.add(letter.record().partition(), id);
                      partitions.add(letter.record().partition());
                    }));
    if (!partitions.isEmpty()) {
      log.read(events(log, partitions), event -> learn(customers, event));
    }
    return new CustomerReadiness(customers);
  }

  @Override
  public ReadyState of(DeadLetter letter) {
    Optional<byte[]> id = customerOf(letter);
    if (id.isEmpty()) {
      return ReadyState.NOT_APPLICABLE;
    }
    int entry = customers.find(letter.record().partition(), id.get());
    return entry == CustomerTable.ABSENT ? ReadyState.NOT_APPLICABLE : customers.state(entry);
  }

  private static Optional<byte[]> customerOf(DeadLetter letter) {
    return letter.reason().equals(DeadLetterReason.CUSTOMER_NEVER_ARRIVED.name())
        ? letter.customerId().map(id -> id.getBytes(UTF_8))
        : Optional.empty();
  }

  private static Snapshot events(DeadLetterLog log, Set<Integer> partitions) {
    Map<TopicPartition, Snapshot.Range> asked =
        new HashMap<>(log.snapshot(List.of(Topics.CUSTOMER_EVENTS.name())).ranges());
    asked.keySet().removeIf(partition -> !partitions.contains(partition.partition()));
    return new Snapshot(asked);
  }

  private static void learn(CustomerTable customers, ConsumerRecord<byte[], byte[]> event) {
    if (event.key() == null) {
      return;
    }
    int entry = customers.find(event.partition(), event.key());
    if (entry == CustomerTable.ABSENT) {
      return;
    }
    if (event.value() == null) {
      customers.forget(entry);
      return;
    }
    CustomerFacts.read(event.value())
        .ifPresent(
            facts ->
                customers.learn(
                    entry,
                    facts.active() ? ReadyState.READY : ReadyState.CUSTOMER_INACTIVE,
                    facts.version()));
  }
}
