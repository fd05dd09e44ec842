package dev.parkade.bench;

import dev.parkade.bench.Settlements.Settlement;
import dev.parkade.messages.topic.Topics;
import java.util.List;

/// How fast a backlog without races was worked off.
///
/// @param paymentsPerSecond from the first commit to the last, all replies on their topic included
///     for Parkade
record BacklogResult(String contender, int payments, int settled, double paymentsPerSecond) {
  static BacklogResult of(Contender contender, int asked, List<Settlement> settled, Lane lane) {
    var times = settled.stream().mapToDouble(Settlement::at).summaryStatistics();
    double last = times.getMax();
    if (contender.isOurs()) {
      last =
          Math.max(
              last, TopicCount.awaitRecords(lane, Topics.ORDER_REPLIES.name(), settled.size()));
    }
    double rate =
        settled.isEmpty() || last <= times.getMin()
            ? 0
            : settled.size() * 1000.0 / (last - times.getMin());
    return new BacklogResult(contender.name(), asked, settled.size(), Math.round(rate));
  }
}
