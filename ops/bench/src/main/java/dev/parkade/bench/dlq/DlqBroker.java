package dev.parkade.bench.dlq;

import dev.parkade.local.Directories;
import dev.parkade.local.KafkaProcess;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// A broker with the topics of the catalogue and one for the peer. Stopped and deleted when
/// this is closed.
final class DlqBroker implements AutoCloseable {
  /// What the usual script reads.
  static final Topic PEER_DLQ =
      new Topic(
          "peer.dlq",
          Topics.ORDER_DLQ.key(),
          Topics.PARTITIONS,
          Topics.ORDER_DLQ.config(),
          List.of());

  /// Where it sends its copies to.
  static final String PEER_TARGET = "peer.commands";

  /// Where it sends them to when it is killed.
  static final String PEER_TARGET_KILLED = "peer.commands.killed";

  private final Path directory;
  private final KafkaProcess kafka;

  DlqBroker(Path directory) {
    this.directory = directory;
    this.kafka = KafkaProcess.start(directory.resolve("kafka"));
    createTopics();
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /// How far a topic's log goes, transaction markers included.
  long end(String topic) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
      ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    try (var admin = admin()) {
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(it -> it.offset())
          .sum();
    } catch (ExecutionException refused) {
      throw new IllegalStateException("cannot ask for the end of " + topic, refused);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private void createTopics() {
    List<NewTopic> topics = new ArrayList<>();
    Stream.concat(Topics.ALL.stream(), Stream.of(PEER_DLQ))
        .forEach(
            it ->
                topics.add(
                    new NewTopic(it.name(), Optional.of(it.partitions()), Optional.empty())
                        .configs(it.config())));
    for (var it : List.of(PEER_TARGET, PEER_TARGET_KILLED)) {
      topics.add(new NewTopic(it, Optional.of(Topics.PARTITIONS), Optional.empty()));
    }
    try (var admin = admin()) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException refused) {
      throw new IllegalStateException("cannot create the topics", refused);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
    // until the broker serves the last of them
    end(PEER_TARGET_KILLED);
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  @Override
  public void close() {
    kafka.kill();
    Directories.delete(directory);
  }
}
