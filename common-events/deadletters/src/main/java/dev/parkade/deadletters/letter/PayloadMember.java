package dev.parkade.deadletters.letter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Finds one text at the top level of a JSON payload without reading the rest.
public final class PayloadMember {

  private static final JsonFactory JSON = new JsonFactory();

  private PayloadMember() {}

  /// Empty if there is no such text, or no JSON object up to there. Never throws.
  public static Optional<String> text(byte @Nullable [] payload, String name) {
    if (payload == null || payload.length == 0 || payload[0] != '{') {
      return Optional.empty();
    }
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), payload)) {
      in.nextToken();
      for (String member = in.nextName(); member != null; member = in.nextName()) {
        JsonToken value = in.nextToken();
        if (member.equals(name)) {
          return value == JsonToken.VALUE_STRING ? Optional.of(in.getString()) : Optional.empty();
        }
        in.skipChildren();
      }
      return Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
