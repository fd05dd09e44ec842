package dev.parkade.deadletters.replay;

import static dev.parkade.deadletters.replay.Stand.AT_ONCE;
import static dev.parkade.deadletters.replay.Stand.DLQ;
import static dev.parkade.messages.deadletter.DeadLetterReason.RETRIES_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parkade.deadletters.ledger.LedgerFailure;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.plan.Newer;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.Staleness;
import dev.parkade.deadletters.transform.CommandTransform;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What keeps a replay from doing what nobody planned.
class GuardsIT {

  private static final String OTHER = "0199b0de-7c6a-7d3e-8a50-1c2d3e4f5a6b";

  private static Stand stand;

  @BeforeAll
  static void start() {
    stand = new Stand();
  }

  @AfterAll
  static void stop() {
    stand.close();
  }

  @BeforeEach
  void nothingIsLeft() {
    stand.clear();
  }

  @Test
  void aPlanThatSomebodyElseHasOvertakenIsRefused() {
    // given two plans for the same letters
    charges(3, 0);
    Plan mine = stand.planAll();
    Plan theirs = stand.planAll();

    // when the other one is replayed first
    stand.replay(theirs, AT_ONCE);
    var result = stand.replay(mine, AT_ONCE);

    // then mine says who was faster, and sends nothing
    assertThat(difference(result))
        .returns(Staleness.Change.DEALT_WITH, Staleness.Difference::change)
        .returns(3L, Staleness.Difference::letters)
        .returns("replayed by run " + theirs.id(), Staleness.Difference::detail);
    assertThat(stand.replayed(mine)).isEmpty();
  }

  @Test
  void aPlanOfWhichLettersWereDiscardedOrRemovedIsRefused() {
    // given a plan of three letters on one partition
    charges(3, 0);
    Plan plan = stand.planAll();
    var ids = stand.broker().committed(DLQ).stream().map(GuardsIT::id).toList();

    // when one is discarded, and retention removes another
    try (var session =
        LedgerWriter.open(
            stand.kafka(), DLQ, Stand.ADA, false, Clock.systemUTC(), Ids.timeOrdered())) {
      session.transaction(
          batch ->
              batch.act(
                  ids.get(2), new LetterAction.Discarded(OTHER, Instant.EPOCH, "ada", "old")));
    }
    stand.broker().forget(new TopicPartition(DLQ, 0), ids.getFirst().offset() + 1);
    var result = stand.replay(plan, AT_ONCE);

    // then both are named
    assertThat(result)
        .asInstanceOf(type(ReplayResult.Stale.class))
        .extracting(stale -> stale.staleness().differences())
        .isEqualTo(
            List.of(
                new Staleness.Difference(
                    Staleness.Change.GONE, "retention removed them", 1, List.of(ids.getFirst())),
                new Staleness.Difference(
                    Staleness.Change.DEALT_WITH,
                    "discarded by run " + OTHER,
                    1,
                    List.of(ids.get(2)))));
  }

  @Test
  void newerLettersAreNamedAndNotSent() {
    // given a letter that came after the plan
    charges(2, 0);
    Plan plan = stand.planAll();
    charges(1, 10);
    List<Newer> newer = new ArrayList<>();

    // when the plan is replayed
    var result =
        stand.replay(
            plan,
            AT_ONCE,
            new ReplayListener() {
              @Override
              public void newer(Newer those) {
                newer.add(those);
              }
            });

    // then only what was planned is sent
    assertThat(result)
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(2L, ReplayResult.Finished::sent);
    assertThat(newer).hasSize(1);
    assertThat(newer.getFirst().letters()).isEqualTo(1);
    assertThat(stand.replayed(plan)).hasSize(2);
  }

  @Test
  void aReplayThatIsStoppedGoesOnWhereItStopped() {
    // given a slow replay that is stopped after its first transaction
    charges(12, 0);
    Plan plan = stand.planAll();
    var stop = new StopSignal();
    var interrupted =
        stand
            .replayer()
            .replay(
                plan,
                AT_ONCE.at(25),
                Stand.ADA,
                stop,
                new ReplayListener() {
                  @Override
                  public void progress(ReplayProgress progress) {
                    stop.stop();
                  }
                });
    assertThat(interrupted)
        .asInstanceOf(type(ReplayResult.Interrupted.class))
        .returns(5L, ReplayResult.Interrupted::sent)
        .returns(7L, ReplayResult.Interrupted::left);

    // when it is replayed again
    var result = stand.replay(plan, AT_ONCE);

    // then the rest is sent
    assertThat(result)
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(7L, ReplayResult.Finished::sent)
        .returns(5L, ReplayResult.Finished::earlier);
    assertThat(stand.replayed(plan).stream().map(Stand::of).distinct()).hasSize(12);
  }

  @Test
  void aSecondOperatorIsKeptOutOrTakesOverAndTheFirstIsFenced() {
    // given a replay in the middle of which somebody else comes
    charges(12, 0);
    Plan plan = stand.planAll();
    List<ReplayResult> second = new ArrayList<>();
    var intruder =
        new ReplayListener() {
          @Override
          public void progress(ReplayProgress progress) {
            if (second.isEmpty()) {
              // then he is refused
              assertThatThrownBy(() -> stand.replay(plan, AT_ONCE))
                  .isInstanceOf(LedgerFailure.LeaseHeld.class);
              // unless he insists
              second.add(stand.replay(plan, AT_ONCE.takingOver()));
            }
          }
        };

    // when the first goes on, it is fenced
    assertThatThrownBy(() -> stand.replay(plan, AT_ONCE.at(25), intruder))
        .isInstanceOf(LedgerFailure.Fenced.class);

    // and everything was sent once
    assertThat(second.getFirst())
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(7L, ReplayResult.Finished::sent);
    assertThat(stand.replayed(plan)).hasSize(12);
    assertThat(stand.replayed(plan).stream().map(Stand::of).distinct()).hasSize(12);
  }

  @Test
  void aServiceThatDoesNotGetOnIsNotFlooded() {
    // given a service that never says that anything has ended
    charges(30, 0);
    Plan plan = stand.planAll();
    var settings =
        new ReplaySettings(
            25, 6, Duration.ofMillis(600), Duration.ZERO, Duration.ofSeconds(1), false, null);
    List<String> waits = new ArrayList<>();

    // when they are replayed with a limit of six
    var result =
        stand.replay(
            plan,
            settings,
            new ReplayListener() {
              @Override
              public void waits(String what) {
                waits.add(what);
              }
            });

    // then it says what it waits for, and gives up in the end
    assertThat(result).isInstanceOf(ReplayResult.HeldUp.class);
    assertThat(waits).isNotEmpty().first().asString().contains("have not ended yet");
    assertThat(stand.replayed(plan).size()).isBetween(7, 20);
  }

  @Test
  void lettersAreTransformedAndWhatIsNoMessageStaysOpen() {
    // given two letters of before a change, and a command that knows one of them
    stand
        .broker()
        .put(
            List.of(
                stand.charge(0, "known", 1, RETRIES_EXHAUSTED),
                stand.charge(0, "unknown", 2, RETRIES_EXHAUSTED)));
    Plan plan = stand.planAll();
    List<String> refused = new ArrayList<>();
    ReplayResult result;
    try (var transform =
        new CommandTransform(
            List.of("sed", "-u", "-e", "/\"known\"/s/EUR/USD/", "-e", "/\"unknown\"/s/EUR/7/"),
            Duration.ofMinutes(1))) {
      // when they are replayed through it
      result =
          stand.replay(
              plan,
              AT_ONCE.through(transform),
              new ReplayListener() {
                @Override
                public void refused(DeadLetterId id, String why) {
                  refused.add(why);
                }
              });
    }

    // then one is sent as another message under its own id, and the other is not
    assertThat(result)
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(1L, ReplayResult.Finished::sent)
        .returns(1L, ReplayResult.Finished::refused);
    var sent = stand.replayed(plan).getFirst();
    assertThat(new String(sent.value(), StandardCharsets.UTF_8)).contains("USD");
    assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo(Stand.text(sent, "ce_id"));
    assertThat(refused).hasSize(1);
    assertThat(refused.getFirst()).contains("gave no message");
    assertThat(stand.planAll().counts().selected()).isEqualTo(1);
    // and the ledger says by what
    try (var ledger = dev.parkade.deadletters.ledger.Ledger.read(stand.kafka(), List.of(DLQ))) {
      assertThat(ledger.entry(Stand.of(sent)).orElseThrow().last().orElseThrow())
          .asInstanceOf(type(LetterAction.Replayed.class))
          .returns(
              "sed -u -e /\"known\"/s/EUR/USD/ -e /\"unknown\"/s/EUR/7/",
              LetterAction.Replayed::transformedBy);
    }
  }

  @Test
  void hostileHeadersChooseNothing() {
    // given a letter that wants to go elsewhere
    var hostile = stand.charge(2, "mallory", 1, RETRIES_EXHAUSTED);
    Stand.put(hostile, "parkade_target", "customer.events");
    Stand.put(hostile, "kafka_dlt-original-topic", "customer.events");
    Stand.put(hostile, "parkade_parked_origin_offset", "0");
    Stand.put(hostile, "parkade_replay_of", "payment.dlq-0@0\r\nX: y");
    Stand.put(hostile, "line\r\nbreak", "value\r\nInjected: yes");
    for (int i = 0; i < 3_000; i++) {
      Stand.put(hostile, "header-" + i, "x".repeat(50));
    }
    var elsewhere = stand.charge(2, "mallory", 2, RETRIES_EXHAUSTED);
    Stand.put(elsewhere, "parkade_dlq_origin_topic", Topics.INVENTORY_COMMANDS.name());
    var wide =
        new org.apache.kafka.clients.producer.ProducerRecord<>(
            DLQ, 2, "k".repeat(900_000).getBytes(StandardCharsets.UTF_8), hostile.value());
    stand.charge(2, "mallory", 3, RETRIES_EXHAUSTED).headers().forEach(wide.headers()::add);
    stand.broker().put(List.of(hostile, elsewhere, wide));

    // when everything is planned and replayed
    Plan plan = stand.planAll();
    stand.replay(plan, AT_ONCE);

    // then it goes where all go, with what a message is read by and little else
    assertThat(plan.counts().byTarget()).containsOnlyKeys(Topics.PAYMENT_PARKED.name());
    assertThat(plan.counts().refused())
        .extracting(r -> r.refusal().name())
        .containsExactly("FOREIGN_ORIGIN");
    var sent = stand.replayed(plan).getFirst();
    assertThat(Stand.text(sent, "parkade_replay_of")).isEqualTo(id(sent, hostileOffset()).text());
    assertThat(sent.headers().toArray()).hasSizeLessThan(300);
    assertThat(Stand.text(sent, "ce_type")).isEqualTo("parkade.payment.charge.v1");
    assertThat(sent.headers().headers("traceparent")).hasSize(1);
    assertThat(sent.headers().lastHeader("kafka_dlt-original-topic")).isNull();
    assertThat(sent.headers().lastHeader("parkade_parked_origin_offset")).isNull();
    assertThat(stand.replayed(plan)).hasSize(2);
  }

  private static long hostileOffset() {
    return stand.broker().committed(DLQ).getFirst().offset();
  }

  private static DeadLetterId id(
      org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> record, long offset) {
    return new DeadLetterId(DLQ, record.partition(), offset);
  }

  private static DeadLetterId id(
      org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> record) {
    return new DeadLetterId(record.topic(), record.partition(), record.offset());
  }

  private static Staleness.Difference difference(ReplayResult result) {
    return ((ReplayResult.Stale) result).staleness().differences().getFirst();
  }

  private static void charges(int count, long firstOrigin) {
    List<org.apache.kafka.clients.producer.ProducerRecord<byte[], byte[]>> letters =
        new ArrayList<>();
    for (int i = 0; i < count; i++) {
      letters.add(stand.charge(0, "customer", firstOrigin + i, RETRIES_EXHAUSTED));
    }
    stand.broker().put(letters);
  }
}
