package dev.parkade.deadletters.grouping;

import java.util.Collection;
import java.util.List;

/// A message without what differs from record to record: ids, times, numbers, addresses and quoted
/// texts become placeholders, so that equal failures read alike. One pass, no regular expressions.
public final class Normalised {

  /// How much of a message is looked at.
  static final int MAX_LENGTH = 300;

  private static final int UUID_LENGTH = 36;
  private static final int SHORTEST_HEX = 8;
  private static final int SHORTEST_ID = 16;
  private static final String QUOTES = "'\"`";

  private final String text;
  private final Collection<String> ids;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private Normalised(String text, Collection<String> ids) {
    this.text = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    this.ids = ids;
  }

  public static String of(String text) {
    return of(text, List.of());
  }

  /// @param ids texts that are known to be ids, whatever they look like
  public static String of(String text, Collection<String> ids) {
    return new Normalised(text, ids).fold();
  }

  private String fold() {
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean quoted = QUOTES.indexOf(c) >= 0 && foldQuoted(c);
      if (!quoted) {
        foldAt(c);
      }
    }
    return out.toString().strip();
  }

  private void foldAt(char c) {
    if (Character.isWhitespace(c) || Character.isISOControl(c)) {
      space();
    } else if (Character.isLetterOrDigit(c)) {
      foldWord();
    } else {
      out.append(c);
      at++;
    }
  }

  private void space() {
    if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
    at++;
  }

  private boolean foldQuoted(char quote) {
    // an apostrophe within a word quotes nothing
    if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
      return false;
    }
    int end = text.indexOf(quote, at + 1);
    while (end >= 0 && isWordAt(end + 1)) {
      end = text.indexOf(quote, end + 1);
    }
    if (end < 0) {
      return false;
    }
    replace(end + 1, "<text>");
    return true;
  }

  private void foldWord() {
    if (foldKnownId() || foldUuid() || foldTime() || foldAddress()) {
      return;
    }
    int end = at;
    int digits = 0;
    boolean hex = true;
    while (isWordAt(end)) {
      char c = text.charAt(end++);
      digits += isDigit(c) ? 1 : 0;
      hex &= Character.digit(c, 16) >= 0;
    }
    int length = end - at;
    if (digits == length) {
      foldNumber(end);
    } else if (hex && digits > 0 && length >= SHORTEST_HEX) {
      replace(end, "<hex>");
    } else if (digits >= length / 4 && digits > 0 && length >= SHORTEST_ID) {
      replace(end, "<id>");
    } else {
      foldLeadingNumber(end);
    }
  }

  private boolean foldKnownId() {
    for (String id : ids) {
      if (!id.isEmpty() && text.startsWith(id, at) && !isWordAt(at + id.length())) {
        replace(at + id.length(), "<id>");
        return true;
      }
    }
    return false;
  }

  private boolean foldUuid() {
    if (at + UUID_LENGTH > text.length() || isWordAt(at + UUID_LENGTH)) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = text.charAt(at + i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0) {
        return false;
      }
    }
    replace(at + UUID_LENGTH, "<id>");
    return true;
  }

  /// `2026-01-02`, with or without a time behind it.
  private boolean foldTime() {
    for (int i = 0; i < 10; i++) {
      boolean dash = i == 4 || i == 7;
      if (dash ? !isAt(at + i, "-") : !isDigitAt(at + i)) {
        return false;
      }
    }
    int end = at + 10;
    while (isDigitAt(end) || (isAt(end, "T:.+-") && isDigitAt(end + 1)) || isAt(end, "Z")) {
      end++;
    }
    replace(end, "<time>");
    return true;
  }

  /// `somebody@example.org`, but not `payment.dlq-3@17`.
  private boolean foldAddress() {
    int end = at;
    while (isWordAt(end) || isAt(end, "._%+-")) {
      end++;
    }
    if (!isAt(end, "@")) {
      return false;
    }
    int dot = -1;
    end++;
    while (isWordAt(end) || isAt(end, "-") || (isAt(end, ".") && isWordAt(end + 1))) {
      dot = text.charAt(end) == '.' ? end : dot;
      end++;
    }
    if (dot < 0 || isDigitAt(dot + 1)) {
      return false;
    }
    replace(end, "<email>");
    return true;
  }

  private void foldNumber(int wordEnd) {
    int end = wordEnd;
    while (isDigitAt(end) || (isAt(end, ".,") && isDigitAt(end + 1))) {
      end++;
    }
    replace(end, "<n>");
  }

  /// `30s` is a number with its unit; `v1` is a name.
  private void foldLeadingNumber(int end) {
    if (isDigitAt(at)) {
      out.append("<n>");
      while (isDigitAt(at)) {
        at++;
      }
    }
    out.append(text, at, end);
    at = end;
  }

  private void replace(int end, String placeholder) {
    // a list of ten is the same failure as a list of three
    String repeated = placeholder + ", ";
    int length = out.length();
    if (length >= repeated.length() && out.substring(length - repeated.length()).equals(repeated)) {
      out.setLength(length - 2);
    } else {
      out.append(placeholder);
    }
    at = end;
  }

  private boolean isWordAt(int index) {
    return index < text.length() && Character.isLetterOrDigit(text.charAt(index));
  }

  private boolean isDigitAt(int index) {
    return index < text.length() && isDigit(text.charAt(index));
  }

  private boolean isAt(int index, String chars) {
    return index < text.length() && chars.indexOf(text.charAt(index)) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
