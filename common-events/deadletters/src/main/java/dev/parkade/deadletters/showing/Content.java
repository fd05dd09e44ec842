package dev.parkade.deadletters.showing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Bytes as people can read them.
///
/// @param kind what they are
/// @param bytes how many there are
/// @param text as UTF-8 or hex; null if it is JSON, nothing or hidden
/// @param json null if it is none
/// @param shown how many of the bytes `text` shows
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Content(
    Kind kind, int bytes, @Nullable String text, @Nullable JsonNode json, int shown) {

  /// What bytes are.
  public enum Kind {
    /// There are none, not even an empty text.
    NOTHING,
    JSON,
    TEXT,
    /// No UTF-8, hence shown in hex.
    BINARY,
    /// Personal data.
    MASKED
  }

  static final Content NOTHING = new Content(Kind.NOTHING, 0, null, null, 0);

  private static final int MAX_TEXT = 4096;
  private static final int MAX_HEX = 256;

  /// A key or a header.
  static Content of(byte @Nullable [] bytes, boolean hidden, Masking masking, Set<String> known) {
    if (bytes == null) {
      return NOTHING;
    }
    return hidden
        ? new Content(Kind.MASKED, bytes.length, Masking.MASK, null, 0)
        : plain(bytes, masking, known);
  }

  /// A payload.
  ///
  /// @param known where the texts go that were masked
  static Content payload(byte @Nullable [] bytes, Masking masking, Set<String> known) {
    if (bytes == null) {
      return NOTHING;
    }
    Optional<JsonNode> json = Payloads.json(bytes);
    if (json.isPresent()) {
      return new Content(
          Kind.JSON, bytes.length, null, masking.masked(json.get(), known), bytes.length);
    }
    Content content = plain(bytes, masking, known);
    // names would be readable in hex, too
    return content.kind() == Kind.BINARY && !masking.masksNothing()
        ? new Content(Kind.BINARY, bytes.length, null, null, 0)
        : content;
  }

  private static Content plain(byte[] bytes, Masking masking, Set<String> known) {
    Optional<String> text = Utf8.read(bytes);
    if (text.isEmpty()) {
      int shown = Math.min(bytes.length, MAX_HEX);
      return new Content(
          Kind.BINARY, bytes.length, HexFormat.of().formatHex(bytes, 0, shown), null, shown);
    }
    // masked before it is cut, or a half would not be recognised
    String start = text.get().substring(0, Math.min(text.get().length(), 4 * MAX_TEXT));
    String masked = masking.masked(start, known);
    boolean all = start.equals(text.get()) && masked.length() <= MAX_TEXT;
    String shown = all ? masked : masked.substring(0, Math.min(masked.length(), MAX_TEXT));
    return new Content(
        Kind.TEXT, bytes.length, shown, null, all ? bytes.length : Utf8.bytes(shown).length);
  }
}
