package dev.parkade.cli.invariants;

import java.util.List;
import java.util.Map;

/// What clients did and saw, which no database could tell.
///
/// @param supplied all units that were ever supplied, by SKU; only of products nobody else supplies
/// @param repeats requests that were sent again with the same idempotency key
/// @param statuses the statuses of each order in the order in which they were seen
public record Witnessed(
    Map<String, Long> supplied, List<Repeat> repeats, Map<String, List<String>> statuses) {
  /// Nothing.
  public static final Witnessed NOTHING = new Witnessed(Map.of(), List.of(), Map.of());

  public Witnessed {
    supplied = Map.copyOf(supplied);
    repeats = List.copyOf(repeats);
    statuses = Map.copyOf(statuses);
  }

  /// A request that was sent twice, and the orders that the answers named.
  public record Repeat(String key, String first, String second) {}
}
