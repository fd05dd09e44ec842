package dev.parkade.runtime.consuming;

import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.consuming.PositionStore.Move;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.runtime.deadletter.Failure;
import dev.parkade.runtime.deadletter.Tries;
import dev.parkade.runtime.tracing.LogContext;
import dev.parkade.runtime.tracing.PollSpans;
import dev.parkade.runtime.tracing.Spans;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.transaction.support.TransactionOperations;

/// Handles whole polls, each in one database transaction: positions, effects, outgoing messages.
/// One instance per consumer thread.
///
/// Poison is set aside and the partition moves on. A poll that fails for no transient cause is
/// handled again in halves, to find the record that fails: the others wait for a few transactions,
/// not for one per record. Transient failures leave this class as exceptions; the container waits
/// and hands the same poll in again.
final class PositionedListener
    implements BatchConsumerAwareMessageListener<String, byte[]>, BatchInterceptor<String, byte[]> {

  private static final Logger log = LoggerFactory.getLogger(PositionedListener.class);

  private static final Duration TAKE_AGAIN = Duration.ofSeconds(1);

  private record Poisoned(ConsumerRecord<String, byte[]> record, Failure failure) {

    Poisoned(ConsumerRecord<String, byte[]> record, Decoded.Poison poison) {
      this(record, Failure.of(poison));
    }
  }

  private final OwnedPositions positions;
  private final RecordReader reader;
  private final PollHandler handler;
  private final DeadLetters deadLetters;
  private final DeadLetterBudget budget;
  private final TransactionOperations transactions;
  private final ConsumerHealth health;
  private final String group;
  private final Spans spans;
  private final Clock clock;
  private long nextTakeNanos = System.nanoTime();

  PositionedListener(
      OwnedPositions positions,
      RecordReader reader,
      PollHandler handler,
      DeadLetters deadLetters,
      DeadLetterBudget budget,
      TransactionOperations transactions,
      ConsumerHealth health,
      String group,
      Spans spans,
      Clock clock) {
    this.positions = positions;
    this.reader = reader;
    this.handler = handler;
    this.deadLetters = deadLetters;
    this.budget = budget;
    this.transactions = transactions;
    this.health = health;
    this.group = group;
    this.spans = spans;
    this.clock = clock;
  }

  /// The container calls this before each poll, whether or not records come: partitions whose
  /// take-over failed are taken over as soon as the database answers, or the position is mended.
  @Override
  public void setupThreadState(Consumer<?, ?> consumer) {
    if (System.nanoTime() - nextTakeNanos < 0) {
      return;
    }
    Set<TopicPartition> unknown = positions.unknownOf(consumer.assignment());
    if (!unknown.isEmpty()) {
      nextTakeNanos = System.nanoTime() + TAKE_AGAIN.toNanos();
      take(unknown, consumer);
    }
  }

  @Override
  public ConsumerRecords<String, byte[]> intercept(
      ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> consumer) {
    return records;
  }

  /// Takes partitions over; if that fails, it is tried again before a later poll.
  void take(Collection<TopicPartition> partitions, Consumer<?, ?> consumer) {
    try {
      positions.take(partitions, consumer);
      health.handled(0);
    } catch (RuntimeException e) {
      health.failed(e);
      log.warn("cannot take {} over yet: {}", partitions, e.getMessage());
    }
  }

  void drop(Collection<TopicPartition> partitions) {
    positions.drop(partitions);
  }

  @Override
  public void onMessage(
      List<ConsumerRecord<String, byte[]>> records, @Nullable Consumer<?, ?> consumer) {
    try {
      handlePending(records, Objects.requireNonNull(consumer, "consumer"));
      health.handled(records.size());
    } catch (RuntimeException e) {
      health.failed(e);
      // the container retries silently for as long as it takes
      log.warn("a poll of {} records failed and is tried again: {}", records.size(), e.toString());
      throw e;
    }
  }

  private void handlePending(
      List<ConsumerRecord<String, byte[]>> records, Consumer<?, ?> consumer) {
    List<ConsumerRecord<String, byte[]>> pending = positions.pending(records, consumer);
    while (!pending.isEmpty()) {
      try {
        handleTogetherOrInHalves(pending, Tries.NONE);
        return;
      } catch (PositionsLost lost) {
        log.warn("{}; dropping the work and seeking to the stored position", lost.getMessage());
        health.fenced(lost.partitions().size());
        positions.drop(lost.partitions());
        var mine = new ArrayList<>(lost.partitions());
        mine.retainAll(consumer.assignment());
        positions.take(mine, consumer);
        pending =
            pending.stream()
                .filter(r -> !lost.partitions().contains(OwnedPositions.partition(r)))
                .toList();
      }
    }
  }

  private void handleTogetherOrInHalves(
      List<ConsumerRecord<String, byte[]>> records, Tries before) {
    try {
      handle(records);
    } catch (RuntimeException e) {
      if (Failures.isTransient(e) || e instanceof PositionsLost) {
        throw e;
      }
      Tries tries = before.failed(clock.instant());
      if (records.size() == 1) {
        setAside(records.getFirst(), e, tries);
        return;
      }
      log.warn(
          "{} records failed together, handling them in halves: {}", records.size(), e.toString());
      int half = records.size() / 2;
      handleTogetherOrInHalves(records.subList(0, half), tries);
      handleTogetherOrInHalves(records.subList(half, records.size()), tries);
    }
  }

  private void setAside(
      ConsumerRecord<String, byte[]> record, RuntimeException failure, Tries tries) {
    try (LogContext _ = LogContext.of(record)) {
      log.error("handling failed for {}", record.topic() + "@" + record.offset(), failure);
    }
    var poisoned = new Poisoned(record, Failure.of(failure, tries));
    var alone = List.of(record);
    traced(alone, traces -> commit(alone, List.of(), List.of(poisoned), traces));
  }

  private void handle(List<ConsumerRecord<String, byte[]>> records) {
    traced(records, traces -> handle(records, traces));
  }

  private void traced(
      List<ConsumerRecord<String, byte[]>> records, java.util.function.Consumer<PollSpans> work) {
    PollSpans traces = spans.poll(group, records);
    try {
      work.accept(traces);
    } catch (RuntimeException e) {
      traces.end(e);
      throw e;
    }
    traces.end(null);
  }

  private void handle(List<ConsumerRecord<String, byte[]>> records, PollSpans traces) {
    List<Incoming> messages = new ArrayList<>(records.size());
    List<Poisoned> poisoned = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      switch (reader.read(record)) {
        case Decoded.Poison poison -> poisoned.add(new Poisoned(record, poison));
        case Decoded.Readable(var message) -> {
          var incoming = new Incoming(record, traces.received(record, message));
          Decoded.Poison poison = handler.poisonIn(incoming);
          if (poison == null) {
            messages.add(incoming);
          } else {
            poisoned.add(new Poisoned(record, poison));
          }
        }
      }
    }
    commit(records, messages, poisoned, traces);
  }

  private void commit(
      Collection<ConsumerRecord<String, byte[]>> records,
      List<Incoming> messages,
      List<Poisoned> poisoned,
      PollSpans traces) {
    Map<TopicPartition, Move> moves = positions.moves(records);
    transactions.executeWithoutResult(
        status -> {
          Opening opening = positions.opening(moves);
          List<Poisoned> aside = new ArrayList<>(poisoned);
          if (!messages.isEmpty()) {
            handler.handle(messages, (m, why) -> aside.add(new Poisoned(m.record(), why)), opening);
          }
          opening.run();
          // last, so that a failed handler does not leave a second copy behind
          setAsideAndWait(aside, records.size());
          aside.forEach(it -> traces.setAside(it.record(), it.failure().reason().name()));
        });
    positions.advanced(moves);
  }

  private void setAsideAndWait(List<Poisoned> poisoned, int polled) {
    if (!poisoned.isEmpty() && !budget.allows(poisoned.size(), polled)) {
      throw new TransientFailure(
          "%d of %d polled records are poison and the budget for dead letters is spent; the first: %s. The consumer pauses. If the records are to blame, it goes on by itself; if the deployment is, roll it back"
              .formatted(poisoned.size(), polled, poisoned.getFirst().failure().detail()));
    }
    CompletableFuture<?>[] sent =
        poisoned.stream()
            .map(p -> deadLetters.send(p.record(), p.failure()))
            .toArray(CompletableFuture[]::new);
    Sends.await(CompletableFuture.allOf(sent));
  }
}
