package dev.parkade.payment.operators;

import static dev.parkade.payment.operators.Rest.replayOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.deadletters.plan.PlanOptions;
import dev.parkade.deadletters.plan.PlannedPartition;
import dev.parkade.deadletters.plan.Planner;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.payment.operators.Rest.Answer;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.environment.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Plans and replays over REST, with the real gate and the real relay.
class ReplayRestIT {

  private static final World WORLD = new World();
  private static final Rest REST = new Rest(WORLD);

  @BeforeAll
  static void start() {
    WORLD.start("--parkade.relay.enabled=true", "--parkade.parking.max-age=1s");
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void aPaymentWhoseCustomerCameTooLateIsPlannedReplayedAndCharged() {
    CustomerId customer = World.someCustomer("rest");
    var command = WORLD.asksToCharge(customer, World.someOrder(), 1000);
    var dead = WORLD.deadLetter(customer.text());
    String letter = "%s-%d@%d".formatted(dead.topic(), dead.partition(), dead.offset());
    Map<String, Object> filter = Map.of("orderIds", List.of(command.body().orderId().text()));

    // nothing would come of it yet, and the plan says why
    JsonNode early = REST.plan(filter).path("plan").path("counts");
    assertThat(early.path("replayed").asInt()).isZero();
    assertThat(early.path("refused").path(0).path("refusal").asString())
        .isEqualTo("CUSTOMER_UNKNOWN");
    assertThat(early.path("refused").path(0).path("fix").asString()).contains("register");
    assertThat(REST.post("/replays", replayOf(REST.plan(filter))).code()).isEqualTo("plan-empty");

    WORLD.registers(customer).join();
    JsonNode plan = REST.plan(filter);
    assertThat(plan.path("plan").path("counts").path("byTarget").path("payment.parked").asInt())
        .isEqualTo(1);
    Answer begun = REST.post("/replays", replayOf(plan)).as(202);

    String id = plan.path("plan").path("id").asString();
    assertThat(begun.location()).isEqualTo("/api/v1/dead-letters/replays/" + id);
    JsonNode ended = REST.replay(id, "FINISHED");
    assertThat(ended.path("outcomes").path("handled").asInt()).as(ended.toString()).isEqualTo(1);
    assertThat(ended.path("sent").asInt()).isEqualTo(1);
    assertThat(ended.path("left").asInt()).isZero();
    assertThat(ended.path("canary").path("state").asString()).isEqualTo("HANDLED");
    assertThat(WORLD.status(command.body().orderId())).isEqualTo("CHARGED");
    assertThat(WORLD.replies(command.body().orderId()))
        .singleElement()
        .asString()
        .contains("parkade.payment.charged");
    JsonNode shown = REST.get("/" + letter).as(200).body();
    assertThat(shown.path("letter").path("state").asString()).isEqualTo("HANDLED");
    assertThat(shown.path("actions").path(0).path("who").asString()).isEqualTo("grace");
    JsonNode run = REST.get("/audit?limit=1").as(200).body().path("items").path(0);
    assertThat(run.path("id").asString()).isEqualTo(id);
    assertThat(run.path("why").asString()).isEqualTo("OPS-12");
    assertThat(run.path("host").asString()).isEqualTo("REST of payment-service (test)");
    assertThat(REST.get("/replays").body().path(0).path("id").asString()).isEqualTo(id);

    // everything a second time changes nothing
    var again = new HashMap<String, Object>(replayOf(plan));
    again.remove("plan");
    again.putAll(Map.of("filter", filter, "again", true, "confirm", 1));
    String second = REST.post("/replays", again).as(202).body().path("id").asString();
    assertThat(REST.replay(second, "FINISHED").path("outcomes").path("duplicate").asInt())
        .isEqualTo(1);
    assertThat(REST.state(letter)).isEqualTo("DUPLICATE");
  }

  @Test
  void plansGoFromRestToTheCommandLineAndBack(@TempDir Path directory) throws Exception {
    Lost lost = Lost.charges(WORLD, "exchange", 2);
    JsonNode overRest = REST.plan(lost.filter());

    Path kept = directory.resolve("kept.json");
    Files.writeString(kept, overRest.toString());
    assertThat(PlanFile.read(kept).counts().replayed()).isEqualTo(2);

    Path written = directory.resolve("written.json");
    PlanFile.write(written, plannedElsewhere(lost), false);
    JsonNode plan = JsonMapper.shared().readTree(Files.readAllBytes(written));
    String id = REST.post("/replays", replayOf(plan)).as(202).body().path("id").asString();

    assertThat(REST.replay(id, "FINISHED").path("outcomes").path("handled").asInt()).isEqualTo(2);
    lost.wereEachReplayedOnce();
    // the same plan again has nothing left to do
    REST.post("/replays", replayOf(plan)).as(202);
    assertThat(REST.replay(id, "FINISHED").path("earlier").asInt()).isEqualTo(2);
    lost.wereEachReplayedOnce();
  }

  @Test
  void aPlanThatDoesNotHoldAnyMoreSaysWhatHasChangedAndSendsNothing() {
    Lost lost = Lost.charges(WORLD, "stale", 2);
    JsonNode plan = REST.plan(lost.filter());
    String gone = lost.ids().getFirst();
    REST.post("/discards", Map.of("who", "alan", "why", "mine", "ids", List.of(gone))).as(200);

    Answer refused = REST.post("/replays", replayOf(plan));

    assertThat(refused.code()).isEqualTo("plan-stale");
    JsonNode difference = refused.body().path("differences").path(0);
    assertThat(difference.path("change").asString()).isEqualTo("DEALT_WITH");
    assertThat(difference.path("samples").path(0).asString()).isEqualTo(gone);
    assertThat(REST.state(lost.ids().getLast())).isEqualTo("OPEN");
    String id = plan.path("plan").path("id").asString();
    assertThat(REST.get("/replays/" + id).code()).isEqualTo("replay-unknown");
  }

  @Test
  void aPlanThatWasChangedOrIsAboutOthersIsRefused() throws IOException {
    Lost lost = Lost.charges(WORLD, "foreign", 1);
    JsonNode plan = REST.plan(lost.filter());
    ObjectNode changed = (ObjectNode) plan.deepCopy();
    ((ObjectNode) changed.path("plan")).put("why", "another");
    ObjectNode halved = (ObjectNode) plan.deepCopy();
    halved.remove("digest");
    Plan own = plannedElsewhere(lost);

    assertThat(REST.post("/replays", replayOf(changed)).code()).isEqualTo("plan-damaged");
    assertThat(REST.post("/replays", replayOf(halved)).code()).isEqualTo("plan-damaged");
    assertThat(
            REST.post("/replays", replayOf(document(of(own, "inventory.dlq", own.cluster()))))
                .code())
        .isEqualTo("plan-foreign");
    assertThat(
            REST.post("/replays", replayOf(document(of(own, "payment.dlq", "elsewhere")))).code())
        .isEqualTo("plan-foreign");
    assertThat(REST.state(lost.ids().getFirst())).isEqualTo("OPEN");
  }

  @Test
  void nothingIsSentWithoutAReasonAndTheRightNumber() {
    Lost lost = Lost.charges(WORLD, "consent", 2);
    var body = new HashMap<String, Object>(Map.of("filter", lost.filter(), "who", "grace"));

    Answer unsaid = REST.post("/replays", body);
    assertThat(unsaid.code()).isEqualTo("reason-missing");
    assertThat(unsaid.body().path("missing").path(0).asString()).isEqualTo("why");
    body.put("why", "two\nlines");
    assertThat(REST.post("/replays", body).code()).isEqualTo("invalid-field");
    body.put("why", "OPS-12");
    assertThat(REST.post("/replays", body).code()).isEqualTo("invalid-field");
    body.put("confirm", 3);
    Answer mismatch = REST.post("/replays", body);
    assertThat(mismatch.code()).isEqualTo("confirm-mismatch");
    assertThat(mismatch.body().path("count").asInt()).isEqualTo(2);
    body.put("plan", REST.plan(lost.filter()));
    assertThat(REST.post("/replays", body).code()).isEqualTo("invalid-field");
    body.put("rate", -1);
    assertThat(REST.post("/replays", body).code()).isEqualTo("invalid-field");
    body.put("yes", true);
    assertThat(REST.post("/replays", body).code()).isEqualTo("unknown-field");
    assertThat(REST.post("/plans", Map.of("who", "a", "why", "b")).code())
        .isEqualTo("invalid-field");
    assertThat(REST.post("/plans", planOf(Map.of("ids", List.of("order.dlq-0@1")))).code())
        .isEqualTo("invalid-field");
    assertThat(REST.post("/plans", planOf(Map.of("payloads", List.of("no path")))).code())
        .isEqualTo("invalid-field");
    assertThat(lost.ids()).allSatisfy(id -> assertThat(REST.state(id)).isEqualTo("OPEN"));
  }

  @Test
  void aPlanMayBeLongerThanOtherRequestsButNotWithoutEnd() {
    Map<String, Object> long100K = Map.of("plan", Map.of("format", "x".repeat(100_000)));
    Map<String, Object> long3M = Map.of("plan", Map.of("format", "x".repeat(3_000_000)));

    assertThat(REST.post("/plans", long100K).code()).isEqualTo("body-too-large");
    assertThat(REST.post("/replays", long100K).code()).isNotEqualTo("body-too-large");
    Answer refused = REST.post("/replays", long3M);
    assertThat(refused.code()).isEqualTo("body-too-large");
    assertThat(refused.body().path("limitBytes").asLong()).isEqualTo(2 * 1024 * 1024);
  }

  @Test
  void whoeverElseWouldSeeTheRecordsAgainIsNamedFirst() {
    Lost lost = Lost.charges(WORLD, "origin", 1);
    var body = new HashMap<String, Object>(planOf(lost.filter()));
    body.putAll(Map.of("toOrigin", true, "confirm", 1, "maxLag", 0));

    Answer asked = REST.post("/replays", body);
    assertThat(asked.code()).isEqualTo("readers-unconfirmed");
    JsonNode groups = asked.body().path("groups");
    assertThat(groups.toString()).contains("payment-service");
    body.put("readers", groups);
    String id = REST.post("/replays", body).as(202).body().path("id").asString();

    assertThat(REST.replay(id, "FINISHED").path("outcomes").path("handled").asInt()).isEqualTo(1);
  }

  @Test
  void statisticsTellWhenHowManyWereSetAside() {
    Lost lost = Lost.charges(WORLD, "counted", 3);

    JsonNode told =
        REST.get("/statistics?bucketSeconds=3600&customerId=" + lost.customer()).as(200).body();

    assertThat(told.path("total").path("sum").asInt()).isEqualTo(3);
    assertThat(told.path("bucketSeconds").asLong()).isEqualTo(3600);
    assertThat(told.path("reasons").path(0).path("reason").asString())
        .isEqualTo("CUSTOMER_NEVER_ARRIVED");
    assertThat(REST.get("/statistics?bucketSeconds=0").code()).isEqualTo("invalid-parameter");
  }

  private static Map<String, Object> planOf(Map<String, ?> filter) {
    return Map.of("who", "ada", "why", "test", "filter", filter);
  }

  /// As `ops/parkade dlq plan` makes it.
  private static Plan plannedElsewhere(Lost lost) {
    var kafka = KafkaAccess.at(Environment.kafka().bootstrapServers());
    Selection selection =
        Selection.builder().topic("payment.dlq").customer(lost.customer().text()).build();
    return new Planner(kafka, Clock.systemUTC(), Ids.timeOrdered())
        .plan(selection, PlanOptions.defaults(), new Operator("ada", "desk-7"), new Reason("cli"));
  }

  private static Plan of(Plan plan, String topic, String cluster) {
    List<PlannedPartition> partitions =
        plan.partitions().stream()
            .map(
                p ->
                    new PlannedPartition(
                        topic, p.partition(), p.start(), p.end(), p.letters(), p.offsets()))
            .toList();
    return new Plan(
        plan.id(),
        cluster,
        plan.created(),
        plan.who(),
        plan.why(),
        plan.selection(),
        plan.options(),
        partitions,
        plan.counts());
  }

  private static JsonNode document(Plan plan) {
    return JsonMapper.shared().valueToTree(PlanFile.document(plan));
  }
}
