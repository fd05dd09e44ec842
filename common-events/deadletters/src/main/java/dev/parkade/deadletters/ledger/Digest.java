package dev.parkade.deadletters.ledger;

import java.util.HexFormat;
import java.util.Optional;

/// The first 128 bits of a SHA-256.
public record Digest(long high, long low) {

  private static final int CHARACTERS = 32;

  /// Of the whole SHA-256.
  public static Digest of(byte[] sha256) {
    return parse(HexFormat.of().formatHex(sha256, 0, CHARACTERS / 2)).orElseThrow();
  }

  static Optional<Digest> parse(String text) {
    if (text.length() != CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Digest(
              HexFormat.fromHexDigitsToLong(text, 0, 16),
              HexFormat.fromHexDigitsToLong(text, 16, CHARACTERS)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public String text() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
