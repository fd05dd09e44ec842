package dev.parkade.deadletters.letter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/// Where a dead letter stands. Its text, `payment.dlq-3@17`, is how people, the ledger and the
/// headers of replayed records name it.
public record DeadLetterId(String topic, int partition, long offset)
    implements Comparable<DeadLetterId> {

  // topic names have at most 249 characters, numbers at most these digits: untrusted input is short
  private static final Pattern TEXT =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})");

  private static final Comparator<DeadLetterId> ORDER =
      Comparator.comparing(DeadLetterId::topic)
          .thenComparingInt(DeadLetterId::partition)
          .thenComparingLong(DeadLetterId::offset);

  /// Reads `topic-partition@offset`; empty if the text is anything else.
  public static Optional<DeadLetterId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new DeadLetterId(
            matcher.group(1),
            Integer.parseInt(matcher.group(2)),
            Long.parseLong(matcher.group(3))));
  }

  /// Reads `topic-partition@offset`, in JSON, too.
  ///
  /// @throws IllegalArgumentException if the text is anything else
  @JsonCreator
  public static DeadLetterId of(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not a dead letter; they are named like payment.dlq-3@17: "
                        + text.substring(0, Math.min(text.length(), 80))));
  }

  public TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  @JsonValue
  public String text() {
    return topic + "-" + partition + "@" + offset;
  }

  @Override
  public int compareTo(DeadLetterId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text();
  }
}
