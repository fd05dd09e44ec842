package dev.parkade.bench;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What was promised and not kept.
///
/// @param lost commands without a payment
/// @param doubled payments too many
/// @param outOfOrder payments that came after a later one of the same customer
record Promises(int lost, int doubled, int outOfOrder) {
  /// A payment that was asked for.
  record Asked(String order, String customer) {}

  /// @param asked in the order in which it was asked
  /// @param settled orders, in the order in which they were settled; others are not looked at
  static Promises check(List<Asked> asked, List<String> settled) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      places.put(asked.get(i).order(), i);
    }
    var seen = new HashSet<String>();
    Map<String, Integer> furthest = new HashMap<>();
    int doubled = 0;
    int outOfOrder = 0;
    for (var order : settled) {
      Integer place = places.get(order);
      if (place == null) {
        continue;
      }
      if (!seen.add(order)) {
        doubled++;
        continue;
      }
      var customer = asked.get(place).customer();
      if (place < furthest.getOrDefault(customer, -1)) {
        outOfOrder++;
      } else {
        furthest.put(customer, place);
      }
    }
    return new Promises(asked.size() - seen.size(), doubled, outOfOrder);
  }

  Promises plus(Promises other) {
    return new Promises(lost + other.lost, doubled + other.doubled, outOfOrder + other.outOfOrder);
  }
}
