package dev.parkade.deadletters.showing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Payloads as JSON, where they are.
final class Payloads {

  /// As much as a dead-letter topic takes.
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // a number must be shown as it was written
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Payloads() {}

  /// Empty if it is not exactly one JSON object or array.
  static Optional<JsonNode> json(byte @Nullable [] payload) {
    if (payload == null || payload.length == 0 || payload.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(payload);
      return json.isContainer() ? Optional.of(json) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
