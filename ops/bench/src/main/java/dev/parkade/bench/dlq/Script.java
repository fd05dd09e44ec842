package dev.parkade.bench.dlq;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The peer: the script that is usually written for this. It reads the DLQ with a consumer group,
/// sends each record to where it came from and waits for it, and commits after every poll. At least
/// once: what was sent since the last commit is sent again after a crash.
final class Script {
  private static final Duration POLL = Duration.ofMillis(200);

  private Script() {}

  /// Arguments: bootstrap servers, DLQ, target, consumer group. Ends when nothing is left, and
  /// prints how many records it has sent, and in how many milliseconds from the first poll that had
  /// any.
  public static void main(String[] arguments) throws ExecutionException, InterruptedException {
    Map<String, Object> common = Map.of("bootstrap.servers", arguments[0]);
    Map<String, Object> reading =
        Map.of(
            "bootstrap.servers",
            arguments[0],
            "group.id",
            arguments[3],
            "auto.offset.reset",
            "earliest",
            // whoever was killed is in the way of his successor for no longer than it must be
            "session.timeout.ms",
            6_000,
            "enable.auto.commit",
            false);
    try (var consumer =
            new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(common, new ByteArraySerializer(), new ByteArraySerializer())) {
      consumer.subscribe(List.of(arguments[1]));
      int sent = 0;
      long began = 0;
      boolean isLeft = true;
      while (isLeft) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        began = began == 0 && !polled.isEmpty() ? System.nanoTime() : began;
        for (var it : polled) {
          producer
              .send(
                  new ProducerRecord<>(
                      arguments[2], it.partition(), it.key(), it.value(), it.headers()))
              .get();
          sent++;
        }
        consumer.commitSync();
        isLeft = !polled.isEmpty() || isBehind(consumer);
      }
      System.out.println(sent + " " + (System.nanoTime() - began) / 1_000_000);
    }
  }

  private static boolean isBehind(KafkaConsumer<byte[], byte[]> consumer) {
    var mine = consumer.assignment();
    return mine.isEmpty()
        || consumer.endOffsets(mine).entrySet().stream()
            .anyMatch(it -> consumer.position(it.getKey()) < it.getValue());
  }
}
