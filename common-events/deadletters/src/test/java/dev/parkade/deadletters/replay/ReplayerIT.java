package dev.parkade.deadletters.replay;

import static dev.parkade.deadletters.replay.Stand.AT_ONCE;
import static dev.parkade.deadletters.replay.Stand.DLQ;
import static dev.parkade.messages.deadletter.DeadLetterReason.CUSTOMER_NEVER_ARRIVED;
import static dev.parkade.messages.deadletter.DeadLetterReason.HANDLER_FAILED;
import static dev.parkade.messages.deadletter.DeadLetterReason.MALFORMED_PAYLOAD;
import static dev.parkade.messages.deadletter.DeadLetterReason.RETRIES_EXHAUSTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.RunStatus;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.deadletters.plan.PlanOptions;
import dev.parkade.deadletters.route.Refusal;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a replay sends, in which order, and what became of it.
class ReplayerIT {

  @TempDir static Path directory;
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
  void aThousandMixedLettersAreReplayedSelectivelyAndInTheOrderOfTheirOrigins() throws Exception {
    // given letters of many customers and reasons, set aside in another order than they were sent
    List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    DeadLetterReason[] reasons = {
      RETRIES_EXHAUSTED, HANDLER_FAILED, MALFORMED_PAYLOAD, CUSTOMER_NEVER_ARRIVED
    };
    for (int i = 0; i < 1_000; i++) {
      letters.add(stand.charge(i % 6, "customer-" + i % 30, i, reasons[i / 30 % 4]));
    }
    java.util.Collections.shuffle(letters, new Random(4711));
    stand.broker().put(letters);

    // when those of two reasons are planned, and the plan goes through a file
    Selection selection =
        Selection.builder()
            .topic(DLQ)
            .reasons(List.of(RETRIES_EXHAUSTED.name(), MALFORMED_PAYLOAD.name()))
            .build();
    Path file = directory.resolve("mixed.json");
    PlanFile.write(file, stand.plan(selection), false);
    Plan plan = PlanFile.read(file);
    var finished = stand.replay(plan, AT_ONCE);

    // then poison was refused with its cause
    long exhausted = count(letters, RETRIES_EXHAUSTED);
    assertThat(plan.counts().replayed()).isEqualTo(exhausted);
    assertThat(plan.counts().refused()).hasSize(1);
    assertThat(plan.counts().refused().getFirst().refusal()).isEqualTo(Refusal.POISON);
    assertThat(plan.counts().refused().getFirst().letters())
        .isEqualTo(count(letters, MALFORMED_PAYLOAD));
    assertThat(finished)
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(exhausted, ReplayResult.Finished::sent);
    // and the others were sent once each, each customer's in the order of the origin
    List<ConsumerRecord<byte[], byte[]>> sent = stand.replayed(plan);
    assertThat(sent).hasSize((int) exhausted);
    assertThat(sent.stream().map(Stand::of).distinct()).hasSize((int) exhausted);
    assertThat(originsByPartition(sent))
        .allSatisfy((partition, origins) -> assertThat(origins).isSorted());
    // and all of it again changes nothing
    assertThat(stand.replay(plan, AT_ONCE))
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(0L, ReplayResult.Finished::sent)
        .returns(exhausted, ReplayResult.Finished::earlier);
    assertThat(stand.replayed(plan)).hasSize((int) exhausted);
  }

  @Test
  void everyOutcomeIsHeardAndKeptInTheLedger() {
    // given a service that answers by the customer's name
    stand
        .broker()
        .put(
            List.of(
                stand.charge(0, "handled", 1, RETRIES_EXHAUSTED),
                stand.charge(1, "duplicate", 1, RETRIES_EXHAUSTED),
                stand.charge(2, "refused", 1, RETRIES_EXHAUSTED),
                stand.charge(3, "dead_again", 1, RETRIES_EXHAUSTED)));
    Plan plan = stand.planAll();
    var settings = ReplaySettings.defaults();

    try (var service = stand.participant(record -> byCustomer(record))) {
      // when they are replayed
      var result = stand.replay(plan, settings);

      // then each end is counted
      assertThat(result)
          .asInstanceOf(type(ReplayResult.Finished.class))
          .returns(new OutcomeCounts(1, 1, 1, 1, 0), ReplayResult.Finished::outcomes);
    }
    try (var outcomes = Outcomes.read(stand.kafka(), List.of(DLQ))) {
      assertThat(outcomes.counts(plan.id())).isEqualTo(new OutcomeCounts(1, 1, 1, 1, 0));
      var run = outcomes.ledger().run(plan.id()).orElseThrow();
      assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
      assertThat(run.outcomes())
          .isEqualTo(Map.of("HANDLED", 1L, "DUPLICATE", 1L, "REFUSED", 1L, "FAILED_AGAIN", 1L));
      // and what failed again is another letter, and open
      assertThat(stand.planAll().counts().selected()).isEqualTo(1);
    }
    // and whoever asks later hears the same
    assertThat(Outcomes.follow(stand.kafka(), plan.id(), Stand.soon(), () -> false, counts -> {}))
        .isEqualTo(new OutcomeCounts(1, 1, 1, 1, 0));
  }

  @Test
  void poisonThatStaysPoisonIsReplayedAsOftenAsAllowed() {
    // given a letter that fails again and again
    stand.broker().put(List.of(stand.charge(4, "poison", 7, HANDLER_FAILED)));
    try (var service = stand.participant(record -> Participant.Ending.DEAD_AGAIN)) {
      for (int replay = 1; replay <= PlanOptions.DEFAULT_MAX_REPLAYS; replay++) {
        // when whatever is open is replayed
        Plan plan = stand.planAll();
        assertThat(plan.counts().replayed()).isEqualTo(1);
        // then the canary says that it failed again
        assertThat(stand.replay(plan, ReplaySettings.defaults()))
            .asInstanceOf(type(ReplayResult.CanaryFailed.class))
            .returns(LetterState.FAILED_AGAIN, ReplayResult.CanaryFailed::state);
      }
    }

    // then the guard ends it
    Plan last = stand.planAll();
    assertThat(last.counts().replayed()).isZero();
    assertThat(last.counts().refused().getFirst().refusal()).isEqualTo(Refusal.TOO_MANY_REPLAYS);
  }

  @Test
  void aCanaryOfWhichNothingIsHeardStopsEverything() {
    // given three letters, and nobody who handles them
    for (int i = 0; i < 3; i++) {
      stand.broker().put(List.of(stand.charge(5, "unheard", i, RETRIES_EXHAUSTED)));
    }
    Plan plan = stand.planAll();
    var impatient = canary(java.time.Duration.ofMillis(300));

    // when they are replayed
    var result = stand.replay(plan, impatient);

    // then only one was sent
    assertThat(result)
        .asInstanceOf(type(ReplayResult.CanaryFailed.class))
        .returns(LetterState.REPLAYED, ReplayResult.CanaryFailed::state)
        .returns(2L, ReplayResult.CanaryFailed::left);
    assertThat(stand.replayed(plan)).hasSize(1);
    try (Ledger ledger = Ledger.read(stand.kafka(), List.of(DLQ))) {
      assertThat(ledger.run(plan.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);
    }
    // and the same plan goes on with the others
    assertThat(stand.replay(plan, AT_ONCE))
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(2L, ReplayResult.Finished::sent);
    assertThat(stand.replayed(plan).stream().map(Stand::of).distinct()).hasSize(3);
  }

  @Test
  void whatWasReplayedIsReplayedAgainOnlyIfSomebodyAsksForIt() {
    // given letters that were replayed and handled
    stand
        .broker()
        .put(
            List.of(
                stand.charge(0, "again", 1, RETRIES_EXHAUSTED),
                stand.charge(0, "again", 2, RETRIES_EXHAUSTED)));
    Plan first = stand.planAll();
    try (var service = stand.participant(record -> Participant.Ending.HANDLED)) {
      stand.replay(first, ReplaySettings.defaults());
    }

    // when handled ones are asked for
    Plan again = stand.plan(Selection.builder().topic(DLQ).state(LetterState.HANDLED).build());
    ReplayResult result;
    try (var service = stand.participant(record -> Participant.Ending.DUPLICATE)) {
      result = stand.replay(again, ReplaySettings.defaults());
    }

    // then they are sent with the next number, and are duplicates
    assertThat(result)
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(new OutcomeCounts(0, 2, 0, 0, 0), ReplayResult.Finished::outcomes);
    assertThat(stand.replayed(again))
        .allSatisfy(r -> assertThat(Stand.text(r, "parkade_replay_count")).isEqualTo("2"));
    assertThat(stand.planAll().counts().selected()).isZero();
  }

  @Test
  void aPlanOverSeveralTopicsGoesOnInEachOfThem() {
    // given letters of two services, and a replay that is stopped after its first transaction
    var stock =
        new ProducerRecord<>(
            Topics.INVENTORY_DLQ.name(), 1, "order".getBytes(UTF_8), "{}".getBytes(UTF_8));
    Stand.put(stock, "parkade_dlq_reason", HANDLER_FAILED.name());
    Stand.put(stock, "parkade_dlq_origin_topic", Topics.INVENTORY_COMMANDS.name());
    Stand.put(stock, "parkade_dlq_origin_partition", "1");
    Stand.put(stock, "parkade_dlq_origin_offset", "5");
    stand.broker().put(List.of(stock, stand.charge(0, "ada", 1, HANDLER_FAILED)));
    Plan plan = stand.plan(Selection.openOf(List.of(DLQ, Topics.INVENTORY_DLQ.name())));
    var stop = new StopSignal();
    var first =
        stand
            .replayer()
            .replay(
                plan,
                AT_ONCE,
                Stand.ADA,
                stop,
                new ReplayListener() {
                  @Override
                  public void progress(ReplayProgress progress) {
                    stop.stop();
                  }
                });
    assertThat(first).isEqualTo(new ReplayResult.Interrupted(1, 1));

    // when the plan goes on
    var result = stand.replay(plan, AT_ONCE);

    // then each letter is on its own topic once
    assertThat(result)
        .asInstanceOf(type(ReplayResult.Finished.class))
        .returns(1L, ReplayResult.Finished::sent)
        .returns(1L, ReplayResult.Finished::earlier);
    assertThat(stand.broker().committed(Topics.INVENTORY_COMMANDS.name())).hasSize(1);
    assertThat(stand.broker().committed(Topics.PAYMENT_PARKED.name()))
        .filteredOn(
            r -> Stand.text(r, "parkade_replay_run").equals(plan.runOf(Topics.PAYMENT_DLQ.name())))
        .hasSize(1);
  }

  private static ReplaySettings canary(java.time.Duration patience) {
    var d = ReplaySettings.defaults();
    return new ReplaySettings(0, 0, d.lagPatience(), patience, patience, false, null);
  }

  private static Participant.Ending byCustomer(ConsumerRecord<byte[], byte[]> record) {
    return Participant.Ending.valueOf(
        Stand.text(record, "ce_subject").toUpperCase(java.util.Locale.ROOT));
  }

  private static Map<Integer, List<Long>> originsByPartition(
      List<ConsumerRecord<byte[], byte[]>> sent) {
    Map<DeadLetterId, Long> origins =
        stand.broker().committed(DLQ).stream()
            .collect(
                Collectors.toMap(
                    r -> new DeadLetterId(r.topic(), r.partition(), r.offset()),
                    r -> Long.valueOf(Stand.text(r, "parkade_dlq_origin_offset"))));
    return sent.stream()
        .collect(
            Collectors.groupingBy(
                ConsumerRecord::partition,
                Collectors.mapping(r -> origins.get(Stand.of(r)), Collectors.toList())));
  }

  private static long count(List<ProducerRecord<byte[], byte[]>> letters, DeadLetterReason reason) {
    return letters.stream()
        .filter(
            r ->
                new String(r.headers().lastHeader("parkade_dlq_reason").value())
                    .equals(reason.name()))
        .count();
  }
}
