package dev.parkade.messages.id;

import java.util.regex.Pattern;

/// Identifies a customer; the client may choose it, we choose a UUIDv7.
/// One to 64 letters, digits and `._:-`.
public record CustomerId(String text) implements Id {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /// @throws IllegalArgumentException if the text does not have the shape above
  public CustomerId {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a customer id (1 to 64 letters, digits and ._:-): " + Uuids.abbreviate(text));
    }
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
