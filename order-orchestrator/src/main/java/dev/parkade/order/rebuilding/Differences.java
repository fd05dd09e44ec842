package dev.parkade.order.rebuilding;

import dev.parkade.order.rebuilding.Difference.Where;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/// Counts differences and keeps the first ones in words. Not thread-safe.
final class Differences {

  /// How many are kept.
  static final int DESCRIBED = 20;

  private final Map<Where, Long> counts = new EnumMap<>(Where.class);
  private final List<Difference> described = new ArrayList<>();

  void add(Where where, String id, String detail) {
    counts.merge(where, 1L, Long::sum);
    if (described.size() < DESCRIBED) {
      described.add(new Difference(where, id, detail));
    }
  }

  /// Adds each row of a query, with its `id` and its `detail`.
  ///
  /// @return whether there was one
  boolean add(Where where, StatementSpec query) {
    int[] rows = {0};
    query.query(
        rs -> {
          rows[0]++;
          add(where, rs.getString("id"), rs.getString("detail"));
        });
    return rows[0] > 0;
  }

  void addAll(Differences more) {
    more.counts.forEach((where, count) -> counts.merge(where, count, Long::sum));
    more.described.stream().limit(DESCRIBED - (long) described.size()).forEach(described::add);
  }

  Map<Where, Long> counts() {
    return Map.copyOf(counts);
  }

  List<Difference> described() {
    return List.copyOf(described);
  }
}
