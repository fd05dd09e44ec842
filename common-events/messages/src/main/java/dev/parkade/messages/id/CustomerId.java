package dev.parkade.messages.id;

/// Identifies a customer; the client may choose it, we choose a UUIDv7.
/// One to 64 letters, digits and `._:-`.
public record CustomerId(String text) implements Id {

  private static final int MAX_LENGTH = 64;

  /// @throws IllegalArgumentException if the text does not have the shape above
  public CustomerId {
    if (!hasShape(text)) {
      throw new IllegalArgumentException(
          "not a customer id (1 to 64 letters, digits and ._:-): " + Uuids.abbreviate(text));
    }
  }

  private static boolean hasShape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letterOrDigit && "._:-".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_LENGTH;
  }

  /// @throws IllegalArgumentException if the text does not have the shape above
  public static CustomerId of(String text) {
    return new CustomerId(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
