package dev.parkade.messages.id;

import java.util.regex.Pattern;

/// Identifies a product in inventory's catalogue (stock keeping unit).
/// One to 64 letters, digits and `._:-`.
public record Sku(String text) implements Id {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /// @throws IllegalArgumentException if the text does not have the shape above
  public Sku {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a SKU (1 to 64 letters, digits and ._:-): " + Uuids.abbreviate(text));
    }
  }

  /// @throws IllegalArgumentException if the text does not have the shape above
  public static Sku of(String text) {
    return new Sku(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
