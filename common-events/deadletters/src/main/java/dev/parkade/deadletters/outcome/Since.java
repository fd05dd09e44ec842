package dev.parkade.deadletters.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/// Where to begin to read in order to miss nothing since an instant.
final class Since {

  /// Brokers, services and this machine do not have the same time.
  private static final Duration SKEW = Duration.ofMinutes(10);

  private Since() {}

  /// The first offsets since then, or the end where there is none.
  static Map<TopicPartition, Long> offsets(
      Consumer<?, ?> consumer, Map<TopicPartition, Long> ends, Instant since) {
    Map<TopicPartition, Long> times = new HashMap<>();
    long from = Math.max(0, since.minus(SKEW).toEpochMilli());
    ends.keySet().forEach(p -> times.put(p, from));
    Map<TopicPartition, Long> offsets = new HashMap<>(ends);
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              // null and not absent, whatever its signature says
              OffsetAndTimestamp first = found;
              if (first != null) {
                offsets.put(partition, Math.min(first.offset(), ends.getOrDefault(partition, 0L)));
              }
            });
    return offsets;
  }
}
