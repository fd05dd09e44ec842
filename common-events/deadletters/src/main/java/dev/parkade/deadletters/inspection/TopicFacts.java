package dev.parkade.deadletters.inspection;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/// What the brokers say about a topic.
///
/// @param partitions 0 if it is not there
/// @param copies how many replicas the partition has that has the fewest
/// @param withoutLeader how many partitions can be neither read nor written
/// @param outOfSync how many partitions have replicas that lag behind
/// @param config null if we may not know it
/// @param rights what we may do with it; null if the brokers do not say
/// @param heldBack how many offsets open transactions keep from readers
record TopicFacts(
    String name,
    int partitions,
    int copies,
    int withoutLeader,
    int outOfSync,
    @Nullable Map<String, String> config,
    @Nullable Set<AclOperation> rights,
    long heldBack) {

  static TopicFacts missing(String name) {
    return new TopicFacts(name, 0, 0, 0, 0, null, null, 0);
  }

  boolean exists() {
    return partitions > 0;
  }

  /// The value of a setting; empty if it is not known.
  String setting(String key) {
    return config == null ? "" : config.getOrDefault(key, "");
  }

  long number(String key, long unknown) {
    try {
      return Long.parseLong(setting(key));
    } catch (NumberFormatException e) {
      return unknown;
    }
  }
}
