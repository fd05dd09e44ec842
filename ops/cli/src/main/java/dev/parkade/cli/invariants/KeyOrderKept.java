package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.OutboxRow;
import dev.parkade.cli.invariants.Facts.TopicRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// I7: messages of one key reach Kafka in the order in which the database wrote them.
final class KeyOrderKept {
  private static final String HOW =
      "per writer, topic and key: message ids in the order of their first offsets = in the order of their"
          + " first outbox rows; repeats do not count";

  private KeyOrderKept() {}

  /// The messages of one key on one topic, of one writer: two databases have no common order.
  private record Lane(String source, String topic, String key) {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var written = written(facts.outboxes());
    var read = read(facts);
    read.forEach(
        (lane, ids) -> {
          var expected = new ArrayList<>(written.getOrDefault(lane, Set.of()));
          var seen = new ArrayList<>(ids);
          // one of them may be gone on either side: pruned there, compacted or foreign here
          expected.retainAll(ids);
          seen.retainAll(expected);
          if (!seen.equals(expected)) {
            violations.add(
                "%s key %s: %s, but was written as %s"
                    .formatted(lane.topic(), lane.key(), seen, expected));
          }
        });
    return Finding.of(
        "I7",
        "messages of one key keep their order",
        HOW,
        "%d keys of %d topics"
            .formatted(
                written.size(), written.keySet().stream().map(Lane::topic).distinct().count()),
        violations);
  }

  private static Map<Lane, Set<String>> written(List<OutboxRow> rows) {
    Map<Lane, Set<String>> lanes = new HashMap<>();
    for (var row : rows) {
      lane(lanes, "/parkade/" + row.service(), row.topic(), row.key()).add(row.messageId());
    }
    return lanes;
  }

  private static Map<Lane, Set<String>> read(Facts facts) {
    Map<Lane, Set<String>> lanes = new HashMap<>();
    for (var records : facts.topics().values()) {
      for (TopicRecord it : records) {
        if (it.key() != null && !it.messageId().isEmpty()) {
          var source = it.headers().getOrDefault("ce_source", "");
          lane(lanes, source, it.topic(), it.key()).add(it.messageId());
        }
      }
    }
    return lanes;
  }

  private static Set<String> lane(
      Map<Lane, Set<String>> lanes, String source, String topic, String key) {
    return lanes.computeIfAbsent(new Lane(source, topic, key), _ -> new LinkedHashSet<>());
  }
}
