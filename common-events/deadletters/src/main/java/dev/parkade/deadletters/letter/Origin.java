package dev.parkade.deadletters.letter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a dead letter came from, as its headers say.
///
/// @param at the origin's Kafka timestamp; null if it is not said
public record Origin(String topic, int partition, long offset, @Nullable Instant at) {

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
