package dev.parkade.runtime.consuming;

import org.apache.kafka.common.TopicPartition;

/// A stored position does not lie in the topic's log: going on would skip or repeat records
/// silently, so the consumer stops and says what to do.
public final class PositionOutOfRange extends RuntimeException {

  private PositionOutOfRange(String message) {
    super(message);
  }

  static void check(String group, TopicPartition p, long position, long start, long end) {
    if (position >= start && position <= end) {
      return;
    }
    String what =
        position < start
            ? "before the start of the log (%d): records were deleted before they were consumed"
                .formatted(start)
            : "behind the end of the log (%d): the topic was recreated or truncated".formatted(end);
    throw new PositionOutOfRange(
        "group %s stands at %d of %s, which is %s. Decide where to go on and run, in the service's"
                .formatted(group, position, p, what)
            + " database: update consumer_position set next_offset = <%d..%d> where consumer_group = '%s' and topic = '%s' and partition = %d;"
                .formatted(start, end, group, p.topic(), p.partition()));
  }
}
