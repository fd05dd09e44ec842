package dev.parkade.payment.parking;

import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.consuming.PositionStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks what the gate stands on: the three topics have equal partition counts, the same as ever,
/// and the two that are replayed at a start are compacted. Where that does not hold, payments would
/// be judged by half of the customers, silently; so the gate stays shut.
final class Topology implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Topology.class);

  /// What a check found.
  ///
  /// @param problem what is wrong and what to do; null if nothing is
  record Finding(int partitions, @Nullable String problem) {}

  /// Under this name the partition count stands beside the positions. It is no topic.
  private static final TopicPartition COUNT = new TopicPartition("(gate partitions)", 0);

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
  private final IntUnaryOperator agreement;
  private volatile int agreed;
  private volatile @Nullable Finding last;

  /// @param agreement told a partition count, answers the one that the group began with
  Topology(Admin admin, IntUnaryOperator agreement) {
    this.admin = admin;
    this.agreement = agreement;
  }

  /// The partition count that this group began with; this one, if it begins now.
  static int agree(String group, PositionStore store, int partitions) {
    store.initialise(group, Map.of(COUNT, (long) partitions));
    return Math.toIntExact(
        store.load(group, List.of(COUNT)).getOrDefault(COUNT, (long) partitions));
  }

  /// Checks now and waits for the answer.
  ///
  /// @throws IllegalStateException if the broker does not answer
  Finding check() {
    try {
      Finding finding = start().get(10, TimeUnit.SECONDS);
      if (finding.problem() == null && agreed == 0) {
        agreed = agreement.applyAsInt(finding.partitions());
        finding = compare(finding, agreed);
        last = finding;
      }
      return finding;
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

  /// Where these partitions end, records of open transactions included.
  ///
  /// @throws IllegalStateException if the broker does not answer
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(p -> latest.put(p, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    try {
      admin
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get(10, TimeUnit.SECONDS)
          .forEach((p, end) -> ends.put(p, end.offset()));
      return ends;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while log ends were asked for", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker does not tell where topics end: " + e, e);
    }
  }

  private CompletableFuture<Finding> start() {
    var topics = admin.describeTopics(TOPICS).allTopicNames().toCompletionStage();
    var configs = admin.describeConfigs(REPLAYED).all().toCompletionStage();
    return topics
        .thenCombine(configs, Topology::judge)
        .exceptionally(Topology::missing)
        .thenApply(finding -> compare(finding, agreed))
        .thenApply(
            finding -> {
              last = finding;
              return finding;
            })
        .toCompletableFuture();
  }

  /// A topic that is not there is a finding; any other failure is none.
  private static Finding missing(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new Finding(
          0,
          "one of the topics "
              + TOPICS
              + " does not exist. Create all three, with equal partition counts and those of"
              + " customers and of parked commands compacted; see ops/adr/0003");
    }
    throw new CompletionException(cause);
  }

  /// @param agreed the count that the group began with; 0 if that is not known yet
  static Finding compare(Finding finding, int agreed) {
    if (finding.problem() != null || agreed == 0 || finding.partitions() == agreed) {
      return finding;
    }
    return new Finding(
        finding.partitions(),
        ("the partition count changed from %d to %d. Customers whose key moved would wait for events"
                + " that went elsewhere. Create new topics with %d partitions and move the records"
                + " there by key, or, if nothing waits and customers are published again, accept the"
                + " new count in the service's database: delete from consumer_position where"
                + " topic = '%s'; and start all instances again; see ops/adr/0003")
            .formatted(agreed, finding.partitions(), finding.partitions(), COUNT.topic()));
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
