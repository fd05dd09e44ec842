package dev.parkade.payment.parking;

import dev.parkade.runtime.consuming.ConsumerHealth;
import dev.parkade.runtime.consuming.Failures;
import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.consuming.PositionsLost;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.deadletter.Failure;
import dev.parkade.runtime.deadletter.Tries;
import dev.parkade.runtime.tracing.LogContext;
import dev.parkade.runtime.tracing.PollSpans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchInterceptor;

/// The gate's thread: customers first, then what others parked, then commands and what is released.
/// Between two polls, with or without records, it goes on with what is due.
///
/// Transient failures leave [#onMessage] as exceptions; the container waits and hands the same poll
/// in again. Memory is changed only after the commit, so there is nothing to undo; only customers
/// are known at once, and stay so.
final class Gate
    implements BatchConsumerAwareMessageListener<String, byte[]>, BatchInterceptor<String, byte[]> {

  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
  private static final Duration TOPOLOGY = Duration.ofSeconds(30);

  private final Ownership ownership;
  private final OwnedPositions positions;
  private final Topology topology;
  private final RecordReader reader;
  private final Settling settling;
  private final Storing storing;
  private final Expiry expiry;
  private final Intake intake;
  private final Releases releases;
  private final Unblocking unblocking;
  private final GateStatus status;
  private final GateMetrics metrics;
  private final ConsumerHealth health;
  private final GateTraces traces;
  private final Clock clock;
  private Instant restUntil = Instant.MIN;
  private Instant tidyAt = Instant.MIN;
  private Instant topologyAt = Instant.MIN;

  Gate(
      Ownership ownership,
      OwnedPositions positions,
      Topology topology,
      RecordReader reader,
      Settling settling,
      Storing storing,
      Expiry expiry,
      Intake intake,
      Releases releases,
      Unblocking unblocking,
      GateStatus status,
      GateMetrics metrics,
      ConsumerHealth health,
      GateTraces traces,
      Clock clock) {
    this.ownership = ownership;
    this.positions = positions;
    this.topology = topology;
    this.reader = reader;
    this.settling = settling;
    this.storing = storing;
    this.expiry = expiry;
    this.intake = intake;
    this.releases = releases;
    this.unblocking = unblocking;
    this.status = status;
    this.metrics = metrics;
    this.health = health;
    this.traces = traces;
    this.clock = clock;
  }

  @Override
  public void onMessage(
      List<ConsumerRecord<String, byte[]>> records, @Nullable Consumer<?, ?> consumer) {
    try {
      handleOwned(records, Objects.requireNonNull(consumer, "consumer"));
      health.handled(records.size());
    } catch (RuntimeException e) {
      health.failed(e);
      log.warn("a poll of {} records failed and is tried again: {}", records.size(), e.toString());
      throw e;
    }
  }

  private void handleOwned(List<ConsumerRecord<String, byte[]>> records, Consumer<?, ?> consumer) {
    while (true) {
      try {
        handleTogetherOrInHalves(records, consumer, Tries.NONE);
        return;
      } catch (PositionsLost lost) {
        // what is left belongs to partitions that are still ours
        let(lost);
      }
    }
  }

  private void handleTogetherOrInHalves(
      List<ConsumerRecord<String, byte[]>> records, Consumer<?, ?> consumer, Tries before) {
    boolean release = before.count() == 0;
    try {
      handle(records, consumer, release);
    } catch (RuntimeException e) {
      if (Failures.isTransient(e) || e instanceof PositionsLost) {
        throw e;
      }
      Tries tries = before.failed(clock.instant());
      if (records.size() == 1 && !release) {
        setAside(records.getFirst(), e, tries);
        return;
      }
      log.warn(
          "{} records failed together, handling them in halves: {}", records.size(), e.toString());
      int half = records.size() / 2;
      handlePart(records.subList(0, half), consumer, tries);
      handlePart(records.subList(half, records.size()), consumer, tries);
    }
  }

  private void handlePart(
      List<ConsumerRecord<String, byte[]>> part, Consumer<?, ?> consumer, Tries tries) {
    // what was put back may be only a part of the part before
    List<ConsumerRecord<String, byte[]>> left =
        part.stream().filter(record -> !comesAgain(record, consumer)).toList();
    if (!left.isEmpty()) {
      handleTogetherOrInHalves(left, consumer, tries);
    }
  }

  /// Whether the consumer was put back to this record, or to an earlier one that must not be
  /// passed.
  private boolean comesAgain(ConsumerRecord<String, byte[]> record, Consumer<?, ?> consumer) {
    return ownership.runs(record.partition())
        && record.offset()
            >= consumer.position(new TopicPartition(record.topic(), record.partition()));
  }

  private void setAside(
      ConsumerRecord<String, byte[]> record, RuntimeException failure, Tries tries) {
    try (LogContext _ = LogContext.of(record)) {
      log.error(
          "handling failed for {}-{}@{}",
          record.topic(),
          record.partition(),
          record.offset(),
          failure);
    }
    var dead = new Effects.Dead(record, Failure.of(failure, tries));
    traced(List.of(record), polled -> settling.bury(polled, dead));
  }

  private void handle(
      List<ConsumerRecord<String, byte[]>> records, Consumer<?, ?> consumer, boolean release) {
    traced(
        records,
        polled -> {
          intake.customers(polled);
          intake.parked(polled, polled.partitions());
          settling.settle(polled, release ? settling.nextSlices() : List.of(), consumer);
        });
  }

  private void traced(
      List<ConsumerRecord<String, byte[]>> records, java.util.function.Consumer<Polled> work) {
    PollSpans spans = traces.poll(records, ownership);
    try {
      work.accept(sort(records, spans));
    } catch (RuntimeException e) {
      spans.end(e);
      throw e;
    }
    spans.end(null);
  }

  private Polled sort(List<ConsumerRecord<String, byte[]>> records, PollSpans spans) {
    Topology.Finding finding = topology.last();
    if (finding == null || finding.problem() != null) {
      // whose partition a customer is on cannot be told: nothing is judged, and nothing passed over
      ownership.shut();
    }
    int partitions = finding == null ? 1 : finding.partitions();
    Polled polled = Polled.sort(records, ownership, positions, reader, partitions, spans);
    metrics.mismatches(polled.mismatches());
    return polled;
  }

  /// Called by the container before every poll, on the consumer's thread.
  @Override
  public void setupThreadState(Consumer<?, ?> consumer) {
    Instant now = clock.instant();
    try {
      if (!now.isBefore(restUntil)) {
        tick(consumer, now);
        status.failure(null);
      }
    } catch (PositionsLost lost) {
      let(lost);
    } catch (RuntimeException e) {
      // not thrown: the container would take it for a failure of the consumer itself
      log.warn("the gate could not go on with what is due, trying again: {}", e.toString(), e);
      status.failure(String.valueOf(e.getMessage()));
      restUntil = now.plus(AFTER_FAILURE);
    }
    ownership.pause(consumer, settling.isProviderAway());
  }

  private void tick(Consumer<?, ?> consumer, Instant now) {
    ownership.prepare(consumer);
    unblocking.handle();
    releases.makeReady(now);
    settling.releaseDue(consumer);
    expiry.expire(now, consumer);
    if (!now.isBefore(tidyAt)) {
      tidyAt = now.plus(HOUSEKEEPING);
      storing.tidy(now);
    }
    if (!now.isBefore(topologyAt)) {
      topologyAt = now.plus(TOPOLOGY);
      topology.refresh();
    }
    Topology.Finding finding = topology.last();
    if (finding != null) {
      status.topology(finding.problem());
      if (finding.problem() != null) {
        ownership.shut();
      }
    }
  }

  private void let(PositionsLost lost) {
    log.warn("{}; dropping the work", lost.getMessage());
    health.fenced(lost.partitions().size());
    ownership.lost(lost.partitions());
  }

  @Override
  public @Nullable ConsumerRecords<String, byte[]> intercept(
      ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> consumer) {
    return records;
  }
}
