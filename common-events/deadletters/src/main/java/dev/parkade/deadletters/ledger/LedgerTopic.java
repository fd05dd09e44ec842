package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/// Where the ledger stands. All that is about one dead-letter topic stands on one partition, so its
/// entries have one order, and an open transaction of one topic's session holds up few others.
final class LedgerTopic {

  static final Topic TOPIC = Topics.DLQ_LEDGER;

  /// The broker may be busy, or somebody else's transaction in the way until its time is up.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private LedgerTopic() {}

  static TopicPartition partitionOf(String dlqTopic) {
    int hash = Utils.toPositive(Utils.murmur2(dlqTopic.getBytes(UTF_8)));
    return new TopicPartition(TOPIC.name(), hash % TOPIC.partitions());
  }

  /// The partitions on which these topics' entries are. None if the ledger is not there.
  static Set<TopicPartition> partitions(Consumer<?, ?> consumer, Collection<String> dlqTopics) {
    Set<TopicPartition> found = new HashSet<>();
    var partitions = consumer.partitionsFor(TOPIC.name());
    if (partitions == null) {
      return found;
    }
    if (partitions.size() == TOPIC.partitions()) {
      dlqTopics.forEach(topic -> found.add(partitionOf(topic)));
    } else {
      // somebody made it differently: entries may be anywhere
      partitions.forEach(p -> found.add(new TopicPartition(p.topic(), p.partition())));
    }
    return found;
  }

  /// Reads from where the consumer stands until it is past these ends.
  static void readTo(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    Map<TopicPartition, Long> open = new HashMap<>(ends);
    long lastProgress = System.nanoTime();
    while (true) {
      // a position, and not an offset seen: transaction markers leave gaps at the end
      open.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
      if (open.isEmpty()) {
        return;
      }
      var polled = consumer.poll(Duration.ofMillis(100));
      polled.forEach(visitor);
      if (!polled.isEmpty()) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the broker gives nothing of %s for %d s; is it healthy, or does a transaction hang?"
                .formatted(open.keySet(), PATIENCE.toSeconds()));
      }
    }
  }
}
