package dev.parkade.payment.scenario;

import dev.parkade.messages.topic.Topic;
import dev.parkade.runtime.keys.KeyDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads topics as they are, without a group: what a test finds there, whoever wrote it.
record TopicReader(String bootstrapServers) {

  Map<TopicPartition, Long> endOf(Topic topic) {
    try (var consumer = rawConsumer()) {
      return consumer.endOffsets(
          IntStream.range(0, topic.partitions())
              .mapToObj(p -> new TopicPartition(topic.name(), p))
              .toList());
    }
  }

  List<ConsumerRecord<String, byte[]>> recordsSince(Topic topic, Map<TopicPartition, Long> start) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (var consumer = rawConsumer()) {
      consumer.assign(start.keySet());
      start.forEach(consumer::seek);
      Map<TopicPartition, Long> ends = endOf(topic);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
    }
    return records;
  }

  private KafkaConsumer<String, byte[]> rawConsumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers),
        new KeyDeserializer(),
        new ByteArrayDeserializer());
  }
}
