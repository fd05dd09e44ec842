package dev.parkade.runtime.backlog;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.messages.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Counts the open dead letters of a topic: where it begins and ends, less what the ledger says was
/// dealt with. Of the letters themselves only the first open one of each partition is read, for
/// its time. Memory: what the ledger needs (some 40 bytes for each letter that was dealt with), and
/// a bit for each offset. Not thread-safe.
final class BacklogReader implements BacklogSource {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaAccess kafka;
  private final String topic;
  private final Clock clock;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, PartitionBacklog> partitions = new HashMap<>();
  private @Nullable Ledger ledger;

  BacklogReader(KafkaAccess kafka, String topic, Clock clock) {
    this.kafka = kafka;
    this.topic = topic;
    this.clock = clock;
    this.consumer = kafka.consumer();
  }

  /// A topic or a ledger that is not there counts as empty.
  @Override
  public Backlog read() {
    Instant now = clock.instant();
    Set<TopicPartition> found = partitionsOf(topic);
    partitions.keySet().retainAll(found);
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(found);
    Map<TopicPartition, Long> ends = consumer.endOffsets(found);
    found.forEach(
        p ->
            partitions
                .computeIfAbsent(p, _ -> new PartitionBacklog())
                .begin(starts.getOrDefault(p, 0L), ends.getOrDefault(p, 0L)));
    takeDealtWith();
    long open = 0;
    long oldest = Long.MAX_VALUE;
    for (var entry : partitions.entrySet()) {
      Long at = timeOfFirst(entry.getKey(), entry.getValue());
      oldest = at == null ? oldest : Math.min(at, oldest);
      open += entry.getValue().open();
    }
    return new Backlog(open, oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(oldest), now);
  }

  private void takeDealtWith() {
    if (ledger == null) {
      // later than the topic, if it is made later: a ledger that is not there is not kept
      if (partitionsOf(Topics.DLQ_LEDGER.name()).isEmpty()) {
        return;
      }
      ledger = Ledger.read(kafka, List.of(topic));
    } else {
      ledger.poll();
    }
    ledger.letters(
        (id, state, _, _) -> {
          PartitionBacklog partition = partitions.get(id.topicPartition());
          if (partition != null && state != LetterState.OPEN) {
            partition.dealtWith(id.offset());
          }
        });
  }

  /// When the first open one of a partition was set aside; null if there is none.
  private @Nullable Long timeOfFirst(TopicPartition partition, PartitionBacklog backlog) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long first = backlog.first(); first < backlog.end(); first = backlog.first()) {
      Long known = backlog.timeOf(first);
      if (known != null) {
        return known;
      }
      look(partition, backlog, first);
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("the broker gives nothing of " + partition);
      }
    }
    return null;
  }

  /// Reads on from an offset, and remembers what stands there, and where nothing does.
  private void look(TopicPartition partition, PartitionBacklog backlog, long from) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    try {
      long next = from;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        backlog.hole(next, Math.min(record.offset(), backlog.end()));
        if (record.offset() == from) {
          backlog.remember(from, record.timestamp());
        }
        next = record.offset() + 1;
      }
      // a position, and not an offset seen: markers of transactions are the end
      backlog.hole(next, Math.min(consumer.position(partition), backlog.end()));
    } finally {
      consumer.unsubscribe();
    }
  }

  private Set<TopicPartition> partitionsOf(String name) {
    var found = consumer.partitionsFor(name);
    // null, whatever its signature says, for a topic that is not there
    return found == null
        ? Set.of()
        : found.stream()
            .map(p -> new TopicPartition(name, p.partition()))
            .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    try {
      consumer.close();
    } finally {
      if (ledger != null) {
        ledger.close();
      }
    }
  }
}
