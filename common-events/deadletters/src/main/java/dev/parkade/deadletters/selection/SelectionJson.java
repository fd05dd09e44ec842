package dev.parkade.deadletters.selection;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Selections as JSON, for files and requests. A member that is not known is an error: without its
/// filter the selection would take more than was meant.
public final class SelectionJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SelectionJson() {}

  public static String write(Selection selection) {
    return JSON.writeValueAsString(selection);
  }

  /// @throws IllegalArgumentException if it is no selection; the message says why
  public static Selection read(String json) {
    try {
      Selection selection = JSON.readValue(json, Selection.class);
      if (selection == null) {
        throw new IllegalArgumentException("no selection, but null");
      }
      return selection;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no selection: " + e.getOriginalMessage(), e);
    }
  }
}
