package dev.parkade.deadletters.transform;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The lines that a [CommandTransform] and its command exchange.
final class CommandJson {

  private static final JsonMapper JSON = new JsonMapper();

  private CommandJson() {}

  static String line(Transform.Input input) {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", input.id().text());
    ObjectNode headers = line.putObject("headers");
    input.headers().forEach(headers::put);
    String payload = input.payload();
    if (payload == null) {
      line.putNull("payload");
    } else {
      line.set("payload", json(payload));
    }
    return JSON.writeValueAsString(line);
  }

  /// What a line means; nonsense is a rejection.
  static Transform.Output output(String line) {
    try {
      return output(JSON.readTree(line));
    } catch (JacksonException e) {
      return new Transform.Rejected("the transformation's answer is no JSON document");
    }
  }

  private static Transform.Output output(JsonNode answer) {
    if (answer.path("reject").isString()) {
      return new Transform.Rejected(answer.path("reject").asString());
    }
    if (answer.path("unchanged").asBoolean(false)) {
      return new Transform.Unchanged();
    }
    JsonNode payload = answer.path("payload");
    if (payload.isMissingNode() || payload.isNull()) {
      return new Transform.Rejected("the transformation's answer has no payload");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
      // an empty one goes away
      headers.put(header.getKey(), header.getValue().asString(""));
    }
    return new Transform.Changed(
        headers, payload.isString() ? payload.asString() : JSON.writeValueAsString(payload));
  }

  private static JsonNode json(String payload) {
    try {
      JsonNode node = JSON.readTree(payload);
      return node.isObject() || node.isArray() ? node : JSON.getNodeFactory().stringNode(payload);
    } catch (JacksonException e) {
      return JSON.getNodeFactory().stringNode(payload);
    }
  }
}
