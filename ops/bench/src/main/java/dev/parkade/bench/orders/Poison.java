package dev.parkade.bench.orders;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Sends records that no attempt can process, to every partition of every topic on the way of an
/// order in turn.
final class Poison implements Runnable {
  private static final List<Topic> TOPICS =
      List.of(Topics.INVENTORY_COMMANDS, Topics.PAYMENT_COMMANDS, Topics.ORDER_REPLIES);
  private static final List<Topic> DEAD_LETTERS =
      List.of(Topics.INVENTORY_DLQ, Topics.PAYMENT_DLQ, Topics.ORDER_DLQ);

  private final String bootstrapServers;
  private final Duration length;
  private final Duration pause;
  private int sent;

  Poison(String bootstrapServers, Duration length, Duration pause) {
    this.bootstrapServers = bootstrapServers;
    this.length = length;
    this.pause = pause;
  }

  @Override
  public void run() {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0);
    long end = System.nanoTime() + length.toNanos();
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      while (System.nanoTime() < end) {
        var topic = TOPICS.get(sent % TOPICS.size());
        int partition = sent / TOPICS.size() % topic.partitions();
        // unreadable, and with the key of nobody
        var bytes = "{\"poison\":".getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic.name(), partition, "poison-" + sent, bytes)).get();
        sent++;
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    } catch (ExecutionException refused) {
      throw new IllegalStateException("the broker did not take a poison record", refused);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// How many records were sent; to be asked when it has run.
  int sent() {
    return sent;
  }

  /// How many dead letters there are now.
  long deadLetters() {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          DEAD_LETTERS.stream()
              .flatMap(it -> consumer.partitionsFor(it.name()).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(it -> it).sum();
    }
  }
}
