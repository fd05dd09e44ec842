package dev.parkade.payment.parking;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.payment.customers.CustomerScan;
import dev.parkade.payment.customers.KnownCustomers;
import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.consuming.TransientFailure;
import dev.parkade.runtime.deadletter.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rebuilds the memory of newly owned partitions from the log. The order of the steps is what makes
/// it correct; each is there for a crash or a slow predecessor:
///
/// 1. the epoch is raised, so that a predecessor that still runs can commit nothing from here on;
/// 2. the stored positions are read; 3. only then the end of `payment.parked`: what the
/// predecessor parked before its last commit lies before that; 4. customers and parked commands
/// are replayed up to their ends. Not only up to the stored position of the customers: they are
/// committed together with their charges, so a predecessor may have had a charge taken for one
/// whose position it could not store, and a refund has to know. The gate's own consumer goes on at
/// the end of `payment.parked` and at the stored positions of the others.
final class Bootstrap {

  private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);

  private static final Duration POLL = Duration.ofMillis(100);

  /// A replay that gets no record for so long is given up, and tried again later.
  private static final int MAX_EMPTY_POLLS = 300;

  /// Tells where partitions end, records of open transactions included.
  interface LogEnds {
    Map<TopicPartition, Long> of(Collection<TopicPartition> partitions);
  }

  private final String group;
  private final PositionStore store;
  private final Supplier<Consumer<String, byte[]>> helpers;
  private final LogEnds logEnds;
  private final RecordReader reader;
  private final ParkedRecords parkedRecords;
  private final Fitting fitting;

  /// Decides what a parked command may cost.
  interface Fitting {
    /// The entry as it may be kept beside what these partitions hold already.
    Parked fit(Parked entry, Collection<GatePartition> loading);
  }

  /// @param helpers makes consumers without group that read what is committed
  /// @param logEnds not the last stable offset: what a predecessor parked may lie behind a record
  ///     of a replay's open transaction, and is waited for
  Bootstrap(
      String group,
      PositionStore store,
      Supplier<Consumer<String, byte[]>> helpers,
      LogEnds logEnds,
      RecordReader reader,
      ParkedRecords parkedRecords,
      Fitting fitting) {
    this.group = group;
    this.store = store;
    this.helpers = helpers;
    this.logEnds = logEnds;
    this.reader = reader;
    this.parkedRecords = parkedRecords;
    this.fitting = fitting;
  }

  /// Takes these partition numbers over. The main consumer stands where it has to go on.
  ///
  /// @throws dev.parkade.runtime.consuming.PositionOutOfRange if a stored position is not in the
  ///     log
  /// @throws TransientFailure if it has to be tried again
  List<GatePartition> load(
      Collection<Integer> numbers,
      OwnedPositions positions,
      Consumer<?, ?> main,
      int partitionCount) {
    Map<TopicPartition, Long> epochs = raiseEpochs(numbers);
    List<TopicPartition> triples =
        numbers.stream().flatMap(n -> GatePartition.triple(n).stream()).toList();
    positions.take(triples, main);
    try (var helper = helpers.get()) {
      List<TopicPartition> parked = numbers.stream().map(GatePartition::parkedOf).toList();
      Map<TopicPartition, Long> parkedEnds = logEnds.of(parked);
      Map<Integer, GatePartition> loaded = new HashMap<>();
      for (int n : numbers) {
        long epoch = epochs.getOrDefault(GatePartition.epochOf(n), 0L);
        long end = parkedEnds.getOrDefault(GatePartition.parkedOf(n), 0L);
        GatePartition partition = new GatePartition(n, epoch, end);
        partition.commandsRead(Objects.requireNonNull(positions.next(GatePartition.commandsOf(n))));
        loaded.put(n, partition);
      }
      replayCustomers(helper, positions, loaded, partitionCount);
      replayParked(helper, positions, loaded, parkedEnds, partitionCount);
      parkedEnds.forEach(main::seek);
      return List.copyOf(loaded.values());
    }
  }

  private Map<TopicPartition, Long> raiseEpochs(Collection<Integer> numbers) {
    List<TopicPartition> names = numbers.stream().map(GatePartition::epochOf).toList();
    Map<TopicPartition, Long> first = new HashMap<>();
    names.forEach(name -> first.put(name, 0L));
    store.initialise(group, first);
    Map<TopicPartition, Long> epochs = store.load(group, names);
    Map<TopicPartition, PositionStore.Move> moves = new HashMap<>();
    epochs.forEach((name, epoch) -> moves.put(name, new PositionStore.Move(epoch, epoch + 1)));
    if (!store.advance(group, moves).isEmpty()) {
      throw new TransientFailure("another instance takes over some of the partitions " + numbers);
    }
    epochs.replaceAll((name, epoch) -> epoch + 1);
    return epochs;
  }

  private void replayCustomers(
      Consumer<String, byte[]> helper,
      OwnedPositions positions,
      Map<Integer, GatePartition> loaded,
      int partitionCount) {
    List<TopicPartition> customers =
        loaded.keySet().stream().map(GatePartition::customersOf).toList();
    Map<TopicPartition, Long> barriers = new HashMap<>(helper.endOffsets(customers));
    // records of an open transaction at the end are nobody's customers yet
    customers.forEach(p -> barriers.merge(p, Objects.requireNonNull(positions.next(p)), Math::max));
    Map<TopicPartition, Long> starts = helper.beginningOffsets(customers);
    replay(
        helper,
        starts,
        barriers,
        record -> {
          KnownCustomers known = Objects.requireNonNull(loaded.get(record.partition())).customers();
          if (isInPlace(record, partitionCount) && !CustomerScan.apply(record, known)) {
            decode(record, known);
          }
        });
  }

  /// Whether the gate would have taken it when it was new; otherwise it is a dead letter already.
  private static boolean isInPlace(ConsumerRecord<String, byte[]> record, int partitionCount) {
    return record.key() != null
        && Partitioning.of(record.key(), partitionCount) == record.partition();
  }

  private void decode(ConsumerRecord<String, byte[]> record, KnownCustomers known) {
    if (reader.read(record) instanceof Decoded.Readable(var message)
        && message.body() instanceof CustomerEvent event
        && event.customerId().text().equals(record.key())) {
      known.apply(event);
    }
  }

  private void replayParked(
      Consumer<String, byte[]> helper,
      OwnedPositions positions,
      Map<Integer, GatePartition> loaded,
      Map<TopicPartition, Long> ends,
      int partitionCount) {
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition parked : ends.keySet()) {
      starts.put(parked, Objects.requireNonNull(positions.next(parked)));
    }
    replay(
        helper,
        starts,
        ends,
        record -> {
          TopicPartition commands = GatePartition.commandsOf(record.partition());
          long behindAll = Objects.requireNonNull(positions.next(commands));
          GatePartition partition = Objects.requireNonNull(loaded.get(record.partition()));
          // a garbage record that was set aside before is followed by its tombstone
          partition.garbage().removeIf(dead -> Objects.equals(dead.record().key(), record.key()));
          switch (parkedRecords.read(record, behindAll, partitionCount)) {
            case ParkedRecords.Live(var entry) ->
                partition.waiting().put(fitting.fit(entry, loaded.values()));
            case ParkedRecords.Tombstone(MessageId id) -> partition.waiting().remove(id);
            case ParkedRecords.Garbage(var reason, var detail) -> {
              if (record.value() != null) {
                partition.garbage().add(new Effects.Dead(record, Failure.at(reason, detail)));
              }
            }
          }
        });
  }

  /// Progress is tested with the position: compaction and transactions leave gaps in the offsets,
  /// so the last record before a barrier may be far before it.
  private static void replay(
      Consumer<String, byte[]> helper,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> barriers,
      java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
    helper.assign(barriers.keySet());
    starts.forEach(helper::seek);
    int empty = 0;
    List<TopicPartition> open = unfinished(helper, barriers);
    while (!open.isEmpty()) {
      ConsumerRecords<String, byte[]> records = helper.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        long barrier = barriers.getOrDefault(partition, 0L);
        for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
          if (record.offset() < barrier) {
            each.accept(record);
          }
        }
      }
      empty = records.isEmpty() ? empty + 1 : 0;
      if (empty > MAX_EMPTY_POLLS) {
        throw new TransientFailure("the broker does not serve " + open + " for the bootstrap");
      }
      open = unfinished(helper, barriers);
    }
    log.debug("replayed {}", barriers);
  }

  private static List<TopicPartition> unfinished(
      Consumer<?, ?> helper, Map<TopicPartition, Long> barriers) {
    return barriers.entrySet().stream()
        .filter(barrier -> helper.position(barrier.getKey()) < barrier.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }
}
