package dev.parkade.deadletters.inspection;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// Asks the brokers. What they do not let us know is null; when they do not answer at all, that is
/// thrown.
final class Brokers {

  private final Admin admin;

  Brokers(Admin admin) {
    this.admin = admin;
  }

  int count() {
    return get(admin.describeCluster().nodes()).size();
  }

  Map<String, TopicFacts> facts(Collection<String> topics) {
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin
            .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    Map<String, TopicFacts> facts = new HashMap<>();
    asked.forEach(
        (name, answer) -> {
          TopicDescription description = known(answer);
          facts.put(
              name, description == null ? TopicFacts.missing(name) : facts(name, description));
        });
    return facts;
  }

  private TopicFacts facts(String name, TopicDescription description) {
    List<TopicPartitionInfo> partitions = description.partitions();
    List<TopicPartitionInfo> led =
        partitions.stream().filter(p -> p.leader() != null && !p.leader().isEmpty()).toList();
    return new TopicFacts(
        name,
        partitions.size(),
        partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
        partitions.size() - led.size(),
        (int) led.stream().filter(p -> p.isr().size() < p.replicas().size()).count(),
        config(name),
        description.authorizedOperations(),
        heldBack(led.stream().map(p -> new TopicPartition(name, p.partition())).toList()));
  }

  private @Nullable Map<String, String> config(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = known(admin.describeConfigs(List.of(resource)).values().get(resource));
    return config == null
        ? null
        : config.entries().stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  private long heldBack(List<TopicPartition> partitions) {
    Map<IsolationLevel, Long> ends = new EnumMap<>(IsolationLevel.class);
    for (IsolationLevel level : IsolationLevel.values()) {
      Map<TopicPartition, ListOffsetsResultInfo> found =
          known(
              admin
                  .listOffsets(
                      partitions.stream()
                          .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest())),
                      new ListOffsetsOptions(level))
                  .all());
      ends.put(
          level,
          found == null
              ? 0L
              : found.values().stream().mapToLong(ListOffsetsResultInfo::offset).sum());
    }
    return Math.max(
        0,
        ends.getOrDefault(IsolationLevel.READ_UNCOMMITTED, 0L)
            - ends.getOrDefault(IsolationLevel.READ_COMMITTED, 0L));
  }

  private static <T> @Nullable T known(@Nullable KafkaFuture<T> answer) {
    try {
      return answer == null ? null : get(answer);
    } catch (UnknownTopicOrPartitionException | InvalidTopicException | AuthorizationException e) {
      return null;
    }
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new KafkaException("the broker does not say how it is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while the broker was asked", e);
    }
  }
}
