package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Broker;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A broker of its own with a ledger, which a test may kill, freeze and start again.
public final class LedgerBroker implements AutoCloseable {

  private static LedgerBroker shared;

  private final Broker broker = Environment.startBroker();

  public LedgerBroker() {
    create(Topics.DLQ_LEDGER.name(), Topics.DLQ_LEDGER.partitions());
  }

  /// One for all tests that use topics of their own and leave it alive; it ends with this JVM.
  public static synchronized LedgerBroker shared() {
    if (shared == null) {
      shared = new LedgerBroker();
      shared.create("target", 1);
    }
    return shared;
  }

  public KafkaAccess kafka() {
    return KafkaAccess.at(broker.bootstrapServers());
  }

  /// Access that gives up soon, but not for the sake of a busy machine.
  KafkaAccess impatient() {
    return new KafkaAccess(
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "max.block.ms", 4_000,
            "request.timeout.ms", 3_000,
            "delivery.timeout.ms", 4_000,
            "default.api.timeout.ms", 4_000));
  }

  public void create(String topic, int partitions) {
    create(new NewTopic(topic, partitions, (short) 1));
  }

  public void create(String topic, int partitions, Map<String, String> config) {
    create(new NewTopic(topic, partitions, (short) 1).configs(config));
  }

  /// One of the catalogue.
  public void create(Topic topic) {
    create(new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()));
  }

  private void create(NewTopic topic) {
    Environment.createTopics(broker.bootstrapServers(), List.of(topic));
  }

  /// Removes what stands before an offset, as retention does.
  public void forget(TopicPartition partition, long before) {
    try (Admin admin = kafka().admin()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("cannot remove records of " + partition, e);
    }
  }

  /// Waits until everything that was committed under a transactional id can be seen by others,
  /// however its producer has ended.
  public void settle(String transactionalId) {
    try (Admin admin = kafka().admin()) {
      Eventually.within(
          Eventually.SOON,
          () ->
              assertThat(
                      admin
                          .describeTransactions(List.of(transactionalId))
                          .description(transactionalId)
                          .get()
                          .state())
                  .isNotIn(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT));
    }
  }

  /// Puts records on a topic, without a transaction.
  public void put(List<ProducerRecord<byte[], byte[]>> records) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("a record did not arrive", e);
    }
  }

  void put(TopicPartition partition, String key, String value) {
    put(List.of(record(partition, key, value)));
  }

  public static ProducerRecord<byte[], byte[]> record(
      TopicPartition partition, String key, String value) {
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), key.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  /// What is committed on topics.
  public List<ConsumerRecord<byte[], byte[]>> committed(String... topics) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var log = new DeadLetterLog(kafka())) {
      log.read(log.snapshot(Arrays.asList(topics)), records::add);
    }
    return records;
  }

  public void kill() {
    broker.kill();
  }

  public void restart() {
    broker.restart();
  }

  /// It takes requests and answers none.
  void freeze() {
    broker.freeze();
  }

  void thaw() {
    broker.thaw();
  }

  @Override
  public void close() {
    broker.close();
  }
}
