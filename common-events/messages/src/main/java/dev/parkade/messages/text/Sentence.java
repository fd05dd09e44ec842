package dev.parkade.messages.text;

/// What a message says to people: a reason, a detail. Whoever wrote it, it fits into a row, a
/// header and a line of a log, so a strange text never keeps an order from going on.
public final class Sentence {

  /// Longer than any sentence of ours, in characters.
  public static final int MAX_LENGTH = 500;

  private Sentence() {}

  /// The text without what PostgreSQL cannot store (NUL, half of a surrogate pair), cut to
  /// [#MAX_LENGTH].
  public static String of(String text) {
    String cut = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1).concat("…");
    return isStorable(cut) ? cut : replaced(cut);
  }

  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static String replaced(String text) {
    var storable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '�' : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }
}
