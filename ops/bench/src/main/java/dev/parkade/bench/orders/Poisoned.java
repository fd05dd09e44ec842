package dev.parkade.bench.orders;

/// Orders beside records that no attempt can process.
///
/// @param records of poison
/// @param deadLetters of them, at the end
record Poisoned(Steady orders, int records, long deadLetters) {
  /// For people.
  String line() {
    return "beside %d poison records (%d dead letters): %s"
        .formatted(records, deadLetters, orders.line());
  }
}
