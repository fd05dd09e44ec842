package dev.parkade.runtime.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Which replay of which dead letter a record is.
///
/// @param deadLetter `topic-partition@offset` of a dead-letter topic of the catalogue
/// @param number its how many-th replay, beginning with 1
public record Replay(String deadLetter, int number) {

  /// More replays than anybody makes of one dead letter.
  public static final int MAX_NUMBER = 10_000;

  /// Longer than any name of ours with a partition and an offset.
  private static final int MAX_LENGTH = 128;

  private static final int MAX_DIGITS = 18;

  private static final String DEAD_LETTERS = ".dlq";

  /// What the [ReplayHeaders] of a record say; null if it is no replay. Anybody may write such
  /// headers, so what is malformed counts as none: it makes a record neither poison nor a replay.
  public static @Nullable Replay of(Headers headers) {
    Header of = headers.lastHeader(ReplayHeaders.OF);
    if (of == null) {
      return null;
    }
    String letter = text(of);
    long number = number(text(headers.lastHeader(ReplayHeaders.COUNT)));
    return letter != null && isDeadLetter(letter) && number >= 1 && number <= MAX_NUMBER
        ? new Replay(letter, (int) number)
        : null;
  }

  private static boolean isDeadLetter(String text) {
    int at = text.lastIndexOf('@');
    int dash = text.lastIndexOf('-', Math.max(at, 0));
    if (dash < 0) {
      return false;
    }
    long partition = number(text.substring(dash + 1, at));
    Topic topic = Topics.named(text.substring(0, dash)).orElse(null);
    return topic != null
        && topic.name().endsWith(DEAD_LETTERS)
        && partition >= 0
        && partition < topic.partitions()
        && number(text.substring(at + 1)) >= 0;
  }

  private static @Nullable String text(@Nullable Header header) {
    byte[] value = header == null ? null : header.value();
    // what is not ASCII becomes letters that no name and no number has
    return value == null || value.length > MAX_LENGTH ? null : new String(value, ISO_8859_1);
  }

  /// A number as it is written in one way only; -1 for any other text.
  private static long number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_DIGITS) {
      return -1;
    }
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && (text.length() == 1 || text.charAt(0) != '0') ? Long.parseLong(text) : -1;
  }
}
