package dev.parkade.messages.wire;

import java.util.Map;

/// A message as it travels: header texts and a JSON payload.
public record Encoded(Map<String, String> headers, String payload) {

  public Encoded {
    headers = Map.copyOf(headers);
  }
}
