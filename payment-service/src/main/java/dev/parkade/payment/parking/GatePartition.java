package dev.parkade.payment.parking;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.customers.KnownCustomers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// Everything that the gate knows about one partition number: its customers, what waits, and how
/// far `payment.parked` has been read. Exists from the end of the bootstrap to the loss of the
/// partition.
final class GatePartition {

  private final int number;
  private final KnownCustomers customers = new KnownCustomers();
  private final Waiting waiting = new Waiting();
  private final Set<Long> ownRecords = new HashSet<>();
  private final List<Effects.Dead> garbage = new ArrayList<>();
  private final Map<MessageId, Parked> unconfirmed = new HashMap<>();
  private final long epoch;
  private long parkedRead;
  private long commandsRead = Long.MAX_VALUE;

  /// @param epoch counts the take-overs of this partition; a stored one that differs means that
  ///     somebody else owns it
  GatePartition(int number, long epoch, long parkedRead) {
    this.number = number;
    this.epoch = epoch;
    this.parkedRead = parkedRead;
  }

  int number() {
    return number;
  }

  KnownCustomers customers() {
    return customers;
  }

  Waiting waiting() {
    return waiting;
  }

  long epoch() {
    return epoch;
  }

  /// Up to where `payment.parked` was read.
  long parkedRead() {
    return parkedRead;
  }

  void parkedRead(long next) {
    parkedRead = Math.max(parkedRead, next);
  }

  /// All commands before this offset are decided, parked or set aside.
  void commandsRead(long next) {
    commandsRead = next;
  }

  /// Whether nothing of an entry's customer may stand unread before it. A poll that died before its
  /// commit may have parked a command and left no trace of those in front of it: they come again,
  /// and go first.
  boolean hasReadAllBefore(Parked entry) {
    return entry.place().originOffset() <= commandsRead;
  }

  /// Whether the command itself has been read and committed.
  boolean hasRead(Parked entry) {
    return entry.place().originOffset() < commandsRead;
  }

  /// Remembers a record that this instance wrote and will read back.
  void wrote(long offset) {
    if (offset >= parkedRead) {
      ownRecords.add(offset);
    }
  }

  /// Whether this instance wrote the record itself; true once per record.
  boolean readBack(long offset) {
    return ownRecords.remove(offset);
  }

  /// Records of `payment.parked` that nobody can read, to be set aside with the next commit.
  List<Effects.Dead> garbage() {
    return garbage;
  }

  /// Parked records that no commit stands behind: of a poll of this instance that failed, or of an
  /// instance that had lost the partition. Once their commands are dealt with they are removed.
  Map<MessageId, Parked> unconfirmed() {
    return unconfirmed;
  }

  /// Whether a record on `payment.parked` is of a command that was dealt with already. It must not
  /// bring the command back: nothing may remember a dead letter but its topic.
  boolean isStale(Parked copy) {
    return hasRead(copy) && waiting.get(copy.id()) == null;
  }

  /// The position of `payment.parked` to be stored: its lowest live offset, never beyond what was
  /// read.
  long parkedPosition() {
    long position = Math.min(waiting.lowestOffset().orElse(parkedRead), parkedRead);
    for (Effects.Dead dead : garbage) {
      position = Math.min(position, dead.record().offset());
    }
    return position;
  }

  /// The three partitions that must be owned together.
  static List<TopicPartition> triple(int number) {
    return List.of(customersOf(number), commandsOf(number), parkedOf(number));
  }

  static TopicPartition customersOf(int number) {
    return new TopicPartition(Topics.CUSTOMER_EVENTS.name(), number);
  }

  static TopicPartition commandsOf(int number) {
    return new TopicPartition(Topics.PAYMENT_COMMANDS.name(), number);
  }

  static TopicPartition parkedOf(int number) {
    return new TopicPartition(Topics.PAYMENT_PARKED.name(), number);
  }

  /// Under this name the epoch stands beside the positions, so that one statement checks both. It
  /// is no topic.
  static TopicPartition epochOf(int number) {
    return new TopicPartition("(gate epoch)", number);
  }
}
