package dev.parkade.bench.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.wire.WireHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// How often each dead letter arrived, counted by reading the whole target topic.
///
/// @param arrived records of ours that are committed there
/// @param lost dead letters that are not there
/// @param doubled copies after the first
record Census(long arrived, long lost, long doubled) {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /// Reads a topic from its start to its present end.
  ///
  /// @param first the number of the first dead letter that is to be there
  /// @param count how many are to be there
  static Census of(String bootstrapServers, String topic, int first, int count) {
    byte[] copies = new byte[count];
    try (var consumer = consumer(bootstrapServers)) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(topic + " was not read within " + LIMIT);
        }
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          long index = numberOf(record) - first;
          if (index >= 0 && index < count && copies[(int) index] < Byte.MAX_VALUE) {
            copies[(int) index]++;
          }
        }
      }
    }
    return of(copies);
  }

  static Census of(byte[] copies) {
    long arrived = 0;
    long lost = 0;
    for (byte it : copies) {
      arrived += it;
      lost += it == 0 ? 1 : 0;
    }
    return new Census(arrived, lost, arrived + lost - copies.length);
  }

  boolean isExact() {
    return lost == 0 && doubled == 0;
  }

  private static long numberOf(ConsumerRecord<byte[], byte[]> record) {
    var id = record.headers().lastHeader(WireHeaders.ID);
    return id == null ? -1 : Seed.numberOf(UUID.fromString(new String(id.value(), UTF_8)));
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "max.poll.records",
            5_000);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
