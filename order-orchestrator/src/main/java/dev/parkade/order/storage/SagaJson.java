package dev.parkade.order.storage;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.wire.WireJson;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.Step;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The JSON columns of orders and their history.
public final class SagaJson {

  private static final JsonMapper JSON = JsonMapper.builder().addModule(WireJson.module()).build();
  private static final JsonMapper SPARSE =
      JSON.rebuild()
          .changeDefaultPropertyInclusion(i -> i.withValueInclusion(Include.NON_NULL))
          .build();
  private static final TypeReference<List<Line>> LINES = new TypeReference<>() {};
  private static final TypeReference<Map<Step, MessageId>> IDS = new TypeReference<>() {};

  private SagaJson() {}

  /// The lines of an order.
  public static String lines(List<Line> lines) {
    return JSON.writeValueAsString(lines);
  }

  /// The lines of an order.
  public static List<Line> lines(String json) {
    return JSON.readValue(json, LINES);
  }

  static @Nullable String facts(Facts facts) {
    return facts.equals(Facts.NONE) ? null : SPARSE.writeValueAsString(facts);
  }

  static Facts facts(@Nullable String json) {
    return json == null ? Facts.NONE : SPARSE.readValue(json, Facts.class);
  }

  static String ids(Map<Step, MessageId> ids) {
    return JSON.writeValueAsString(ids);
  }

  static Map<Step, MessageId> ids(String json) {
    return JSON.readValue(json, IDS);
  }
}
