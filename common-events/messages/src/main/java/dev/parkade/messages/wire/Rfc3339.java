package dev.parkade.messages.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Reads times. The general parser of the platform takes as long as everything else about an
/// envelope, so the form that [Instant#toString] writes is read here.
final class Rfc3339 {

  private static final int SECONDS_END = "2026-01-31T23:59:59".length();
  private static final int MAX_FRACTION = 9;

  private Rfc3339() {}

  /// @throws DateTimeException if it is no time
  static Instant parse(String text) {
    return isPlain(text) ? plain(text) : OffsetDateTime.parse(text).toInstant();
  }

  /// Four digits of the year, a fraction of one to nine digits or none, and UTC.
  private static boolean isPlain(String text) {
    int length = text.length();
    if (length <= SECONDS_END || text.charAt(length - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < SECONDS_END; i++) {
      if (!fits("0000-00-00T00:00:00".charAt(i), text.charAt(i))) {
        return false;
      }
    }
    int fraction = length - SECONDS_END - 2;
    if (fraction < 0) {
      return true;
    }
    for (int i = SECONDS_END + 1; i < length - 1; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return text.charAt(SECONDS_END) == '.' && fraction >= 1 && fraction <= MAX_FRACTION;
  }

  private static boolean fits(char pattern, char c) {
    return pattern == '0' ? isDigit(c) : pattern == c;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Instant plain(String text) {
    int nanos = 0;
    int digits = 0;
    for (int i = SECONDS_END + 1; i < text.length() - 1; i++) {
      nanos = nanos * 10 + (text.charAt(i) - '0');
      digits++;
    }
    for (; digits < MAX_FRACTION; digits++) {
      nanos *= 10;
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
