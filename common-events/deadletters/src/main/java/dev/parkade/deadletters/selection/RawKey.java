package dev.parkade.deadletters.selection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A record key as people write it: as text, or as `hex:` with its bytes if it is none.
public final class RawKey {

  private static final String HEX = "hex:";

  private final String text;
  private final byte[] bytes;

  private RawKey(String text, byte[] bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /// @throws IllegalArgumentException if it begins with `hex:` and is no hex number
  @JsonCreator
  public static RawKey of(String text) {
    if (!text.startsWith(HEX)) {
      return new RawKey(text, text.getBytes(UTF_8));
    }
    try {
      return new RawKey(text, HexFormat.of().parseHex(text.substring(HEX.length())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "after hex: come the bytes, two digits each, as in hex:00ff: " + text, e);
    }
  }

  public boolean matches(byte @Nullable [] key) {
    return Arrays.equals(bytes, key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
