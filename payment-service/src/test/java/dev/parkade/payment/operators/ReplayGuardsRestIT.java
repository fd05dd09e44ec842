package dev.parkade.payment.operators;

import static dev.parkade.payment.operators.Rest.replayOf;
import static dev.parkade.payment.scenario.World.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LedgerFailure;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.payment.operators.Rest.Answer;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whatever stops a replay over REST, and whoever else is at it: nothing is lost or sent twice.
class ReplayGuardsRestIT {

  private static final String SETTING = "--parkade.relay.enabled=true";

  /// So many that whoever is to come in the middle of their replay does.
  private static final int MANY = 200;

  private static final World WORLD = new World();
  private static final Rest REST = new Rest(WORLD);

  @BeforeAll
  static void start() {
    WORLD.start(SETTING);
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void anotherOperatorIsInTheWayUntilSomebodyInsists() {
    Lost lost = Lost.charges(WORLD, "held", 2);
    JsonNode plan = REST.plan(lost.filter());
    try (LedgerWriter other = operator("alan", false)) {
      Answer refused = REST.post("/replays", replayOf(plan));

      assertThat(refused.code()).isEqualTo("lease-held");
      assertThat(refused.body().path("holder").asString()).isEqualTo("alan");
      assertThat(
              REST.post("/discards", Map.of("who", "grace", "why", "OPS-12", "ids", lost.ids()))
                  .code())
          .isEqualTo("lease-held");
      assertThat(REST.state(lost.ids().getFirst())).isEqualTo("OPEN");

      String id = begin(plan, "takeOver", true);
      assertThat(REST.replay(id, "FINISHED").path("sent").asInt()).isEqualTo(2);
      var discarded = new LetterAction.Discarded(id, Instant.EPOCH, "alan", "he was slow");
      assertThatThrownBy(
              () -> other.transaction(batch -> batch.act(lost.letters().getFirst(), discarded)))
          .isInstanceOf(LedgerFailure.Fenced.class);
    }
    lost.wereEachReplayedOnce();
  }

  @Test
  void whoTakesOverStopsAReplayAndTheSamePlanGoesOn() {
    Lost lost = Lost.charges(WORLD, "fenced", MANY);
    JsonNode plan = REST.plan(lost.filter());
    String id = begin(plan, "rate", 15);
    awaitSent(id, 4);

    operator("alan", true).close();

    JsonNode fenced = REST.replay(id, "FAILED");
    assertThat(fenced.path("problem").path("code").asString()).isEqualTo("fenced");
    assertThat(fenced.path("problem").path("fix").asString()).contains("the same plan");
    assertThat(fenced.path("left").asInt()).isBetween(1, MANY - 3);
    goesOn(lost, plan);
  }

  @Test
  void oneIsCarriedOutAtATimeAndStopsWhenAsked() {
    Lost lost = Lost.charges(WORLD, "cancelled", MANY);
    JsonNode plan = REST.plan(lost.filter());
    String id = begin(plan, "rate", 15);

    Answer second = REST.post("/replays", replayOf(plan));
    assertThat(second.code()).isEqualTo("replay-running");
    assertThat(second.body().path("replay").asString()).isEqualTo(id);
    awaitSent(id, 3);
    REST.delete("/replays/" + id).as(202);

    JsonNode cancelled = REST.replay(id, "CANCELLED");
    int sent = cancelled.path("sent").asInt();
    assertThat(sent).isBetween(3, MANY - 1);
    assertThat(cancelled.path("left").asInt()).isEqualTo(MANY - sent);
    assertThat(cancelled.path("ended").asString()).isNotEmpty();
    REST.delete("/replays/" + id).as(202);
    assertThat(REST.get("/replays/" + id).body().path("state").asString()).isEqualTo("CANCELLED");
    goesOn(lost, plan);
  }

  @Test
  void aServiceThatStopsInTheMiddleLosesNothingAndSaysWhereTheReplayIs() {
    Lost lost = Lost.charges(WORLD, "stopped", MANY);
    JsonNode plan = REST.plan(lost.filter());
    String id = begin(plan, "rate", 15);
    awaitSent(id, 3);

    WORLD.stop();
    WORLD.start(SETTING, "--parkade.dead-letters.rest.writable=false");

    Answer gone = REST.get("/replays/" + id);
    assertThat(gone.code()).isEqualTo("replay-gone");
    JsonNode run = gone.body().path("run");
    assertThat(run.path("status").asString()).isEqualTo("INTERRUPTED");
    assertThat(run.path("done").asInt()).isBetween(3, MANY - 1);
    mayOnlyBeLookedAt(lost, plan);
    WORLD.stop();
    WORLD.start(SETTING);
    goesOn(lost, plan);
  }

  /// Nothing can be changed over REST where that is switched off; plans change nothing.
  private static void mayOnlyBeLookedAt(Lost lost, JsonNode plan) {
    Map<String, Object> discard = Map.of("who", "grace", "why", "OPS-12", "ids", lost.ids());
    Answer refused = REST.post("/replays", replayOf(plan));

    assertThat(
            List.of(
                refused,
                REST.post("/discards", discard),
                REST.post("/restorations", discard),
                REST.delete("/replays/1")))
        .extracting(Answer::code)
        .containsOnly("dead-letters-read-only");
    assertThat(refused.body().path("detail").asString())
        .contains("parkade.dead-letters.rest.writable");
    assertThat(REST.state(lost.ids().getLast())).isEqualTo("OPEN");
    assertThat(REST.plan(lost.filter()).path("format").asString()).isEqualTo("parkade-dlq-plan");
  }

  private static String begin(JsonNode plan, Object... more) {
    return REST.post("/replays", replayOf(plan, more)).as(202).body().path("id").asString();
  }

  private static void awaitSent(String id, int count) {
    Eventually.within(
        SOON,
        () ->
            assertThat(REST.get("/replays/" + id).as(200).body().path("sent").asInt())
                .isGreaterThanOrEqualTo(count));
  }

  /// The same plan again sends what is left, and each was sent once then.
  private static void goesOn(Lost lost, JsonNode plan) {
    String id = begin(plan);
    JsonNode ended = REST.replay(id, "FINISHED");
    assertThat(ended.path("earlier").asInt()).isPositive();
    assertThat(ended.path("earlier").asInt() + ended.path("sent").asInt())
        .isEqualTo(lost.letters().size());
    assertThat(ended.path("outcomes").path("handled").asInt()).isEqualTo(lost.letters().size());
    lost.wereEachReplayedOnce();
  }

  private static LedgerWriter operator(String who, boolean takeOver) {
    return LedgerWriter.open(
        KafkaAccess.at(Environment.kafka().bootstrapServers()),
        "payment.dlq",
        new Operator(who, "desk-7"),
        takeOver,
        Clock.systemUTC(),
        Ids.timeOrdered());
  }
}
