package dev.parkade.payment.parking;

import dev.parkade.messages.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks what the gate stands on: the three topics have equal partition counts, and the two that
/// are replayed at a start are compacted. Where that does not hold, payments would be judged by
/// half of the customers, silently; so the gate stays shut.
final class Topology implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Topology.class);

  /// What a check found.
  ///
  /// @param problem what is wrong and what to do; null if nothing is
  record Finding(int partitions, @Nullable String problem) {}

  private static final List<String> TOPICS =
      List.of(
          Topics.CUSTOMER_EVENTS.name(),
          Topics.PAYMENT_COMMANDS.name(),
          Topics.PAYMENT_PARKED.name());

  private static final List<ConfigResource> REPLAYED =
      List.of(
          new ConfigResource(ConfigResource.Type.TOPIC, Topics.CUSTOMER_EVENTS.name()),
          new ConfigResource(ConfigResource.Type.TOPIC, Topics.PAYMENT_PARKED.name()));

  private final Admin admin;
  private volatile @Nullable Finding last;

  Topology(Admin admin) {
    this.admin = admin;
  }

  /// Checks now and waits for the answer.
  ///
  /// @throws IllegalStateException if the broker does not answer
  Finding check() {
    try {
      return start().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topics were checked", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker does not tell about the topics: " + e, e);
    }
  }

  /// Checks in the background; [#last] shows the result later.
  void refresh() {
    var unused =
        start()
            .whenComplete(
                (finding, failure) -> {
                  if (failure != null) {
                    log.warn(
                        "the topics could not be checked, trying again later: {}", failure + "");
                  }
                });
  }

  /// What the last completed check found; null before the first one.
  @Nullable Finding last() {
    return last;
  }

  @Override
  public void close() {
    admin.close();
  }

  private CompletableFuture<Finding> start() {
    var topics = admin.describeTopics(TOPICS).allTopicNames().toCompletionStage();
    var configs = admin.describeConfigs(REPLAYED).all().toCompletionStage();
    return topics
        .thenCombine(configs, Topology::judge)
        .thenApply(
            finding -> {
              last = finding;
              return finding;
            })
        .toCompletableFuture();
  }

  static Finding judge(Map<String, TopicDescription> topics, Map<ConfigResource, Config> configs) {
    Map<String, Integer> counts = new HashMap<>();
    topics.forEach((name, topic) -> counts.put(name, topic.partitions().size()));
    if (counts.values().stream().distinct().count() != 1) {
      return new Finding(
          0,
          "the partition counts differ: "
              + counts
              + ". A customer's events and payments would have different owners. Give the topics"
              + " equal counts: drain payment.parked first, then create new topics; see"
              + " ops/adr/0003");
    }
    int partitions = counts.values().iterator().next();
    for (ConfigResource topic : REPLAYED) {
      Config config = configs.get(topic);
      ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
      String value = policy == null ? "" : String.valueOf(policy.value());
      if (!value.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
        return new Finding(
            partitions,
            ("%s has cleanup.policy=%s, so old records disappear and are missing after a restart."
                    + " Run: kafka-configs --alter --entity-type topics --entity-name %s --add-config"
                    + " cleanup.policy=compact; then publish again what has been deleted")
                .formatted(topic.name(), value, topic.name()));
      }
    }
    return new Finding(partitions, null);
  }
}
