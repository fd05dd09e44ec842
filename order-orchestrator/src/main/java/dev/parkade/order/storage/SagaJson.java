package dev.parkade.order.storage;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.wire.WireJson;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.Step;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The JSON columns of an order.
final class SagaJson {

  private static final JsonMapper JSON = JsonMapper.builder().addModule(WireJson.module()).build();
  private static final TypeReference<List<Line>> LINES = new TypeReference<>() {};
  private static final TypeReference<Map<Step, MessageId>> IDS = new TypeReference<>() {};

  private SagaJson() {}

  static String lines(List<Line> lines) {
    return JSON.writeValueAsString(lines);
  }

  static List<Line> lines(String json) {
    return JSON.readValue(json, LINES);
  }

  static String ids(Map<Step, MessageId> ids) {
    return JSON.writeValueAsString(ids);
  }

  static Map<Step, MessageId> ids(String json) {
    return JSON.readValue(json, IDS);
  }
}
