package dev.parkade.deadletters.showing;

import java.util.Locale;

/// Text of strangers for a terminal: control characters, which could move the cursor, colour,
/// retitle or type for the person, are shown as escapes, and so is what turns the direction of
/// text. The escapes are those of JSON: a JSON document stays the same document.
public final class Printable {
  private Printable() {}

  /// On one line.
  public static String line(String text) {
    return escape(text, false);
  }

  /// On one line, every escape in its long form: also line feeds are four hexadecimal digits.
  public static String of(String text) {
    if (isPlain(text)) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            it -> {
              if (isHarmful(it)) {
                appendEscaped(escaped, it);
              } else {
                escaped.appendCodePoint(it);
              }
            });
    return escaped.toString();
  }

  /// Line feeds and tabs stay.
  public static String lines(String text) {
    return escape(text, true);
  }

  /// On one line, at most so many characters, an ellipsis in place of the rest.
  public static String line(String text, int width) {
    // the end of an absurdly long text need not be looked at
    String shown = line(text.length() > width ? text.substring(0, width + 1) : text);
    return shown.length() <= width ? shown : shown.substring(0, Math.max(0, width - 1)) + "…";
  }

  private static String escape(String text, boolean keepLines) {
    if (isPlain(text)) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(it -> append(escaped, it, keepLines));
    return escaped.toString();
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(it -> it >= ' ' && it < 0x7f);
  }

  private static void append(StringBuilder to, int codePoint, boolean keepLines) {
    if (!isHarmful(codePoint) || keepLines && (codePoint == '\n' || codePoint == '\t')) {
      to.appendCodePoint(codePoint);
      return;
    }
    switch (codePoint) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> appendEscaped(to, codePoint);
    }
  }

  private static void appendEscaped(StringBuilder to, int codePoint) {
    for (char it : Character.toChars(codePoint)) {
      to.append(String.format(Locale.ROOT, "\\u%04x", (int) it));
    }
  }

  private static boolean isHarmful(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
