package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.charging.Charging;
import dev.parkade.payment.customers.CustomerCopies;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.pipeline.Pipeline;
import dev.parkade.runtime.replay.ReplayedMessages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Brings effects about in the order that loses nothing: parked records are acknowledged before the
/// position moves, memory and tombstones follow the commit.
final class Storing {

  /// How long a transaction stays open for the broker's acknowledgement.
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final Consumer<Pipeline> NOTHING = pipeline -> {};

  private final Ownership ownership;
  private final CustomerCopies copies;
  private final Charging charging;
  private final Commits commits;
  private final GateWrites writes;
  private final Memory memory;
  private final Outbox outbox;
  private final Messages messages;
  private final ReplayedMessages replayed;
  private final Clock clock;

  Storing(
      Ownership ownership,
      CustomerCopies copies,
      Charging charging,
      Commits commits,
      GateWrites writes,
      Memory memory,
      Outbox outbox,
      Messages messages,
      ReplayedMessages replayed,
      Clock clock) {
    this.ownership = ownership;
    this.copies = copies;
    this.charging = charging;
    this.commits = commits;
    this.writes = writes;
    this.memory = memory;
    this.outbox = outbox;
    this.messages = messages;
    this.replayed = replayed;
    this.clock = clock;
  }

  /// Brings about what was decided about a poll and what was released with it. The tombstones
  /// are on their way when it returns.
  ///
  /// @param ends how far the poll was read
  /// @param handled how many records it handled, for the budget of dead letters
  CompletableFuture<?> store(
      Effects effects, Map<TopicPartition, Long> ends, List<Slice> slices, int handled) {
    for (Effects.Park park : effects.parks()) {
      Parked entry = park.entry();
      ownership.running(entry.partition()).unconfirmed().put(entry.id(), entry);
    }
    commits.checkBudget(effects.poison(), handled);
    GateWrites.Parking parking = writes.park(effects);
    Set<Integer> numbers = numbers(effects, ends);
    Map<MessageId, Long> offsets = commitParked(effects, parking, ends, numbers);
    Instant now = clock.instant();
    // not before the dead letters: a marker without its dead letter would be a lost command
    Map<MessageId, Long> marks = writes.mark(effects.blocks(), now);
    memory.apply(effects, slices, offsets, now);
    memory.block(effects.blocks(), marks, now);
    CompletableFuture<?>[] tombstones =
        effects.settled().stream().map(this::tombstone).toArray(CompletableFuture<?>[]::new);
    effects.poison().forEach(this::forgetGarbage);
    numbers.forEach(this::removeUnconfirmed);
    return CompletableFuture.allOf(tombstones);
  }

  /// Commits when everything is parked, and not before; until then the transaction's statements
  /// run.
  ///
  /// @return where the parked records stand
  private Map<MessageId, Long> commitParked(
      Effects effects,
      GateWrites.Parking parking,
      Map<TopicPartition, Long> ends,
      Set<Integer> numbers) {
    List<Outgoing> outgoing = outgoing(effects);
    List<Effects.Dead> dead = effects.allDead();
    Consumer<Pipeline> work =
        pipeline -> {
          copies.store(pipeline, effects.customers());
          charging.store(pipeline, effects.changes());
          outbox.addAll(pipeline, outgoing);
        };
    try {
      commits.commit(ends, numbers, dead, work, () -> parking.await(PATIENCE));
    } catch (GateWrites.StillParking slow) {
      // a broker that takes its time is waited for without the locks of a transaction
      parking.await();
      commits.commit(ends, numbers, dead, work, () -> {});
    }
    return parking.offsets();
  }

  private CompletableFuture<?> tombstone(Effects.Settled settled) {
    return writes.tombstone(settled.entry().partition(), settled.entry().id().text());
  }

  /// A poll that failed after it had parked commands may have decided them at its second attempt.
  /// Those that come again are left alone: a tombstone could meet them when they are parked anew.
  private void removeUnconfirmed(int number) {
    GatePartition running = ownership.running(number);
    for (Parked entry : running.unconfirmed().values()) {
      if (running.isStale(entry)) {
        var unused = writes.tombstone(number, entry.id().text());
      }
    }
    running.unconfirmed().values().removeIf(running::hasRead);
  }

  private void forgetGarbage(Effects.Dead dead) {
    var record = dead.record();
    if (record.topic().equals(Topics.PAYMENT_PARKED.name())) {
      ownership.running(record.partition()).garbage().remove(dead);
      // or it would be read again at every start
      var unused = writes.tombstone(record.partition(), record.key());
    }
  }

  /// Brings about effects that no record brought about. The tombstones are on their way: the future
  /// completes when the broker has acknowledged them.
  CompletableFuture<?> storeAlone(Effects effects) {
    return store(effects, Map.of(), List.of(), 0);
  }

  /// Sets one record aside and moves past everything that was read.
  void moveOn(Map<TopicPartition, Long> ends, Effects.Dead dead) {
    commits.commit(ends, numbers(new Effects(), ends), List.of(dead), NOTHING, () -> {});
  }

  /// Stores how far `payment.parked` is settled where that has changed, and refreshes the gauges.
  void tidy(Instant now) {
    Set<Integer> moved = new TreeSet<>();
    for (GatePartition partition : ownership.running()) {
      long stored = commits.position(GatePartition.parkedOf(partition.number()));
      if (partition.parkedPosition() != stored) {
        moved.add(partition.number());
      }
    }
    if (!moved.isEmpty()) {
      commits.commit(Map.of(), moved, List.of(), NOTHING, () -> {});
      moved.forEach(this::removeUnconfirmed);
    }
    memory.measure(now);
  }

  private List<Outgoing> outgoing(Effects effects) {
    List<Outgoing> outgoing = new ArrayList<>();
    for (Effects.Reply reply : effects.replies()) {
      String order = reply.body().orderId().text();
      var message = messages.causedBy(reply.to(), reply.body(), order);
      outgoing.add(new Outgoing(Topics.ORDER_REPLIES, order, message));
    }
    for (Endings.Ending it : effects.endings().all()) {
      outgoing.add(replayed.settled(it.replay(), it.cause(), it.outcome(), it.detail()));
    }
    return outgoing;
  }

  private static Set<Integer> numbers(Effects effects, Map<TopicPartition, Long> ends) {
    Set<Integer> numbers = effects.partitions();
    ends.keySet().forEach(p -> numbers.add(p.partition()));
    return numbers;
  }
}
