package dev.parkade.deadletters.inspection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/// What can be wrong with topics.
final class TopicChecks {

  private static final Duration URGENT = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofDays(3);

  private final Fixes fixes;
  private final int brokers;
  private final List<Finding> found = new ArrayList<>();

  TopicChecks(Fixes fixes, int brokers) {
    this.fixes = fixes;
    this.brokers = brokers;
  }

  List<Finding> found() {
    return List.copyOf(found);
  }

  /// @param oldest when the oldest open dead letter was set aside; null if none is open
  void deadLetters(TopicFacts topic, @Nullable Instant oldest, Instant now) {
    if (!exists(topic)) {
      return;
    }
    String policy = topic.setting("cleanup.policy");
    if (policy.contains("compact")) {
      found.add(
          Finding.problem(
              topic.name(),
              "cleanup.policy=%s: a newer dead letter removes older ones of its key"
                  .formatted(policy),
              fixes.set(topic.name(), "cleanup.policy", "delete")));
    } else if (topic.config() != null) {
      found.add(Finding.ok(topic.name(), "cleanup.policy=" + policy));
    }
    String type = topic.setting("message.timestamp.type");
    if (topic.config() != null && !type.equals("LogAppendTime")) {
      found.add(
          Finding.warning(
              topic.name(),
              "message.timestamp.type=%s: retention counts from what producers say".formatted(type),
              fixes.set(topic.name(), "message.timestamp.type", "LogAppendTime")));
    }
    if (topic.number("retention.bytes", -1) >= 0) {
      found.add(
          Finding.warning(
              topic.name(),
              "retention.bytes=%s removes dead letters however young they are"
                  .formatted(topic.setting("retention.bytes")),
              fixes.unset(topic.name(), "retention.bytes")));
    }
    retention(topic, oldest, now);
    health(topic);
  }

  private void retention(TopicFacts topic, @Nullable Instant oldest, Instant now) {
    long retention = topic.number("retention.ms", -1);
    if (oldest == null) {
      found.add(Finding.ok(topic.name(), "no open dead letter"));
      return;
    }
    if (retention < 0 || !topic.setting("cleanup.policy").contains("delete")) {
      found.add(Finding.ok(topic.name(), "the oldest open dead letter is of " + oldest));
      return;
    }
    Duration left = Duration.between(now, oldest.plusMillis(retention));
    String what =
        left.isNegative() || left.isZero()
            ? "the oldest open dead letter, of %s, goes at any moment".formatted(oldest)
            : "the oldest open dead letter, of %s, is kept for another %d d %d h"
                .formatted(oldest, left.toDays(), left.toHoursPart());
    String fix =
        fixes.set(topic.name(), "retention.ms", Long.toString(Math.multiplyExact(retention, 2)))
            + ", or deal with it";
    if (left.compareTo(URGENT) < 0) {
      found.add(Finding.problem(topic.name(), what, fix));
    } else if (left.compareTo(SOON) < 0) {
      found.add(Finding.warning(topic.name(), what, fix));
    } else {
      found.add(Finding.ok(topic.name(), what));
    }
  }

  /// The partition of a dead letter is that of its origin, and where it goes back in.
  void parity(TopicFacts deadLetters, Collection<TopicFacts> others) {
    if (!deadLetters.exists()) {
      return;
    }
    for (TopicFacts other : others) {
      if (other.exists() && other.partitions() != deadLetters.partitions()) {
        found.add(
            Finding.problem(
                deadLetters.name(),
                "it has %d partitions and %s has %d: replays would go astray"
                    .formatted(deadLetters.partitions(), other.name(), other.partitions()),
                "bring both to one count as a migration, with nothing on the way between them"));
      }
    }
  }

  void compacted(TopicFacts topic) {
    if (!exists(topic)) {
      return;
    }
    String policy = topic.setting("cleanup.policy");
    if (topic.config() != null && !policy.equals("compact")) {
      found.add(
          Finding.problem(
              topic.name(),
              "cleanup.policy=%s: what was done with dead letters is forgotten".formatted(policy),
              fixes.set(topic.name(), "cleanup.policy", "compact")));
    } else if (topic.config() != null) {
      found.add(Finding.ok(topic.name(), "compacted"));
    }
    health(topic);
  }

  boolean exists(TopicFacts topic) {
    if (!topic.exists()) {
      found.add(
          Finding.problem(
              topic.name(),
              "it does not exist, or we may not know it",
              fixes.create(topic.name())));
    }
    return topic.exists();
  }

  void health(TopicFacts topic) {
    if (topic.withoutLeader() > 0) {
      found.add(
          Finding.problem(
              topic.name(),
              "%d partitions have no leader: nobody reads or writes them"
                  .formatted(topic.withoutLeader()),
              fixes.describe(topic.name())));
    } else if (topic.outOfSync() > 0) {
      found.add(
          Finding.warning(
              topic.name(),
              "%d partitions have replicas that lag".formatted(topic.outOfSync()),
              fixes.describe(topic.name())));
    }
    if (topic.copies() < Math.min(3, brokers)) {
      found.add(
          Finding.warning(
              topic.name(),
              "replication factor %d with %d brokers".formatted(topic.copies(), brokers),
              "kafka-reassign-partitions.sh, with three replicas for each partition"));
    }
    if (topic.heldBack() > 0) {
      found.add(
          Finding.warning(
              topic.name(),
              "an open transaction holds back %d offsets from readers".formatted(topic.heldBack()),
              "wait a minute; if it stays: " + fixes.findHanging()));
    }
  }

  /// @param needed what is needed to look at dead letters
  /// @param useful what is needed to replay them
  void rights(TopicFacts topic, Set<AclOperation> needed, Set<AclOperation> useful) {
    if (!topic.exists()) {
      return;
    }
    if (topic.config() == null) {
      found.add(
          Finding.warning(
              topic.name(),
              "its configuration cannot be read",
              fixes.allow(topic.name(), "DescribeConfigs")));
    }
    Set<AclOperation> rights = topic.rights();
    if (rights == null) {
      return;
    }
    for (AclOperation operation : needed) {
      if (!rights.contains(operation)) {
        found.add(
            Finding.problem(topic.name(), "no right to " + word(operation), fix(topic, operation)));
      }
    }
    for (AclOperation operation : useful) {
      if (!rights.contains(operation)) {
        found.add(
            Finding.warning(
                topic.name(),
                "no right to %s: looking is all that is possible".formatted(word(operation)),
                fix(topic, operation)));
      }
    }
  }

  private String fix(TopicFacts topic, AclOperation operation) {
    String word = word(operation);
    return fixes.allow(
        topic.name(), word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
  }

  private static String word(AclOperation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}
