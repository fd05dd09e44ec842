package dev.parkade.payment.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.payment.operators.Rest.Answer;
import dev.parkade.payment.scenario.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Discarding and restoring over REST, and who did it.
class DisposalRestIT {

  private static final World WORLD = new World();
  private static final Rest REST = new Rest(WORLD);

  @BeforeAll
  static void start() {
    WORLD.start();
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void whatIsNotNeededIsDiscardedAndRestoredWhenItIs() {
    Lost lost = Lost.charges(WORLD, "unneeded", 3);
    List<String> two = lost.ids().subList(0, 2);

    JsonNode discarded = REST.post("/discards", body("ids", two)).as(200).body();

    assertThat(discarded.path("done").asInt()).isEqualTo(2);
    assertThat(REST.state(two.getFirst())).isEqualTo("DISCARDED");
    // the same again leaves alone what is not open
    JsonNode rest = REST.post("/discards", body("ids", lost.ids())).as(200).body();
    assertThat(rest.path("done").asInt()).isEqualTo(1);
    assertThat(rest.path("skipped").path("DISCARDED").asInt()).isEqualTo(2);
    var all = new HashMap<>(body("filter", lost.filter()));
    all.put("confirm", 3);
    assertThat(REST.post("/restorations", all).as(200).body().path("done").asInt()).isEqualTo(3);
    assertThat(lost.ids()).allSatisfy(id -> assertThat(REST.state(id)).isEqualTo("OPEN"));
    JsonNode actions = REST.get("/" + two.getFirst()).body().path("actions");
    assertThat(actions.path(0).path("action").asString()).isEqualTo("discarded");
    assertThat(actions.path(1).path("action").asString()).isEqualTo("open");
    assertThat(actions.path(1).path("who").asString()).isEqualTo("grace");
    assertThat(actions.path(1).path("why").asString()).isEqualTo("OPS-12");
  }

  @Test
  void whatIsAskedForWronglyChangesNothing() {
    Lost lost = Lost.charges(WORLD, "kept", 2);
    var byFilter = new HashMap<>(body("filter", lost.filter()));

    assertThat(REST.post("/discards", byFilter).code()).isEqualTo("invalid-field");
    byFilter.put("confirm", 1);
    Answer mismatch = REST.post("/discards", byFilter);
    assertThat(mismatch.code()).isEqualTo("confirm-mismatch");
    assertThat(mismatch.body().path("count").asInt()).isEqualTo(2);
    assertThat(REST.post("/restorations", byFilter).body().path("count").asInt()).isZero();
    assertThat(REST.post("/discards", Map.of("ids", lost.ids())).code())
        .isEqualTo("reason-missing");
    assertThat(REST.post("/discards", Map.of("who", "grace", "why", "OPS-12")).code())
        .isEqualTo("invalid-field");
    List<String> unknown = new ArrayList<>(lost.ids());
    unknown.add("payment.dlq-0@99999999");
    Answer missing = REST.post("/discards", body("ids", unknown));
    assertThat(missing.code()).isEqualTo("dead-letter-unknown");
    assertThat(missing.body().path("ids").path(0).asString()).isEqualTo("payment.dlq-0@99999999");
    assertThat(REST.post("/discards", body("ids", List.of("order.dlq-0@0"))).code())
        .isEqualTo("invalid-field");
    assertThat(REST.post("/discards", body("ids", List.of())).code()).isEqualTo("invalid-field");
    assertThat(lost.ids()).allSatisfy(id -> assertThat(REST.state(id)).isEqualTo("OPEN"));
    for (String code :
        List.of("plan-stale", "lease-held", "fenced", "replay-running", "reason-missing")) {
      assertThat(WORLD.get("/problems/" + code, false)).contains("status  ");
    }
  }

  @Test
  void theAuditIsReadPageByPage() {
    Lost lost = Lost.charges(WORLD, "audited", 1);
    REST.post("/discards", body("ids", lost.ids())).as(200);
    REST.post("/restorations", body("ids", lost.ids())).as(200);
    REST.post("/discards", body("ids", lost.ids())).as(200);

    JsonNode first = REST.get("/audit?limit=2").as(200).body();
    JsonNode second = REST.get("/audit?limit=2&after=" + first.path("next").asString()).body();

    assertThat(kinds(first)).containsExactly("DISCARD", "RESTORE");
    assertThat(kinds(second).getFirst()).isEqualTo("DISCARD");
    assertThat(second.path("items").path(0).path("who").asString()).isEqualTo("grace");
    assertThat(REST.get("/audit?limit=0").code()).isEqualTo("invalid-parameter");
    assertThat(REST.get("/audit?after=nobody").as(200).body().path("items")).isEmpty();
  }

  private static List<String> kinds(JsonNode page) {
    List<String> kinds = new ArrayList<>();
    page.path("items").forEach(run -> kinds.add(run.path("kind").asString()));
    return kinds;
  }

  private static Map<String, Object> body(String name, Object value) {
    return Map.of("who", "grace", "why", "OPS-12", name, value);
  }
}
