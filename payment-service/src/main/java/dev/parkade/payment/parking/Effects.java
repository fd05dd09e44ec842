package dev.parkade.payment.parking;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.payment.charging.Change;
import dev.parkade.runtime.deadletter.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Everything that a poll brings about: written to Kafka where it must be safe before the commit,
/// committed, then applied to memory (customers were before).
final class Effects {

  /// A command to park.
  ///
  /// @param due when to try it again; null if it does not wait for a time
  /// @param tell whether its order is told that it waits
  record Park(Parked entry, @Nullable Instant due, boolean tell) {}

  /// A parked command that leaves.
  record Settled(Parked entry, SettleCause cause, @Nullable Instant releasedAt) {}

  /// A reply to a command.
  record Reply(Message<?> to, PaymentReply body) {}

  /// A record to be set aside.
  record Dead(ConsumerRecord<String, byte[]> record, Failure failure) {}

  /// A charge that took money, for the check that a customer's order is kept.
  record Taken(Command command) {}

  private final List<Park> parks = new ArrayList<>();
  private final List<Parked> blocks = new ArrayList<>();
  private final List<Parked> repeats = new ArrayList<>();
  private final List<Settled> settled = new ArrayList<>();
  private final List<CustomerEvent> customers = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();
  private final List<Dead> dead = new ArrayList<>();
  private final List<Dead> poison = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  private final Endings endings = new Endings();
  private final Map<Integer, Long> heldBack = new HashMap<>();

  List<Park> parks() {
    return parks;
  }

  /// Parked commands whose dead letters are to hold their customers back: their records become
  /// markers when the dead letters are safe.
  List<Parked> blocks() {
    return blocks;
  }

  /// Commands that wait already: their orders are told again.
  List<Parked> repeats() {
    return repeats;
  }

  List<Settled> settled() {
    return settled;
  }

  /// Customers to store.
  List<CustomerEvent> customers() {
    return customers;
  }

  List<Change> changes() {
    return changes;
  }

  List<Reply> replies() {
    return replies;
  }

  /// Readable commands that are set aside for a reason of their own.
  List<Dead> dead() {
    return dead;
  }

  /// Records that no attempt could process.
  List<Dead> poison() {
    return poison;
  }

  /// All records that are set aside.
  List<Dead> allDead() {
    List<Dead> all = new ArrayList<>(poison);
    all.addAll(dead);
    return all;
  }

  List<Taken> taken() {
    return taken;
  }

  /// What became of replayed dead letters.
  Endings endings() {
    return endings;
  }

  /// Per partition, the first command that must be read again because the provider is not asked at
  /// the moment. Nothing at or behind it has had effects.
  Map<Integer, Long> heldBack() {
    return heldBack;
  }

  /// The partition numbers that any of it is about, to be added to.
  Set<Integer> partitions() {
    Set<Integer> numbers = new TreeSet<>();
    settled.forEach(s -> numbers.add(s.entry().partition()));
    parks.forEach(p -> numbers.add(p.entry().partition()));
    blocks.forEach(entry -> numbers.add(entry.partition()));
    poison.forEach(d -> numbers.add(d.record().partition()));
    changes.forEach(c -> numbers.add(c.partition()));
    return numbers;
  }

  boolean isHeldBack(ConsumerRecord<?, ?> command) {
    Long from = heldBack.get(command.partition());
    return from != null && command.offset() >= from;
  }
}
