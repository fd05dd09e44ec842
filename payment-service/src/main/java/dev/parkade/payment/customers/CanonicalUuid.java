package dev.parkade.payment.customers;

/// The one text of a UUID that [java.util.UUID#toString] writes: 8-4-4-4-12 lower-case digits. Only
/// for such texts do the 128 bits say which text it was.
final class CanonicalUuid {

  private static final int LENGTH = 36;

  private CanonicalUuid() {}

  static boolean matches(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean fits = isDash(i) ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// The first 64 bits of a text that matches.
  static long high(String text) {
    return bits(text, 0, 18);
  }

  /// The last 64 bits of a text that matches.
  static long low(String text) {
    return bits(text, 19, LENGTH);
  }

  private static boolean isDash(int index) {
    return index == 8 || index == 13 || index == 18 || index == 23;
  }

  private static long bits(String text, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      if (!isDash(i)) {
        char c = text.charAt(i);
        bits = bits << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
      }
    }
    return bits;
  }
}
