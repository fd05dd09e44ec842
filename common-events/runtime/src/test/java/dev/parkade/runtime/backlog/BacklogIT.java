package dev.parkade.runtime.backlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Broker;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What stands on a dead-letter topic and on the ledger. The broker belongs to the test, because
/// one of them begins without a ledger.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BacklogIT {

  private static final Ids IDS = Ids.timeOrdered();
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration VISIBLE = Eventually.SOON;

  private static Broker broker;
  private static KafkaAccess kafka;

  @BeforeAll
  static void start() {
    broker = Environment.startBroker();
    kafka = KafkaAccess.at(broker.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  @Order(1)
  void countsWhatStandsThereWhileThereIsNoLedgerAndWhenItIsMade() {
    try (var reader = new BacklogReader(kafka, "made.dlq", CLOCK)) {
      assertThat(reader.read()).returns(0L, Backlog::open).returns(null, Backlog::oldest);
      create("made.dlq", 2);
      Instant before = CLOCK.instant();
      List<DeadLetterId> letters = setAside("made.dlq", 0, 0, 1);

      Backlog counted = counted(reader, 3);

      assertThat(counted.oldest()).isBetween(before.minusMillis(1), CLOCK.instant());
      createLedger();
      act("made.dlq", letters.getFirst(), BacklogIT::discarded);
      counted(reader, 2);
    }
  }

  @Test
  @Order(2)
  void followsWhatIsDoneWithTheLetters() {
    create("followed.dlq", 2);
    try (var reader = new BacklogReader(kafka, "followed.dlq", CLOCK)) {
      List<DeadLetterId> first = setAside("followed.dlq", 0);
      List<DeadLetterId> second = setAside("followed.dlq", 1);
      Instant oldest = counted(reader, 2).oldest();

      act("followed.dlq", first.getFirst(), BacklogIT::replayed);
      Backlog oneLess = counted(reader, 1);
      act("followed.dlq", second.getFirst(), BacklogIT::discarded);
      Backlog none = counted(reader, 0);
      act("followed.dlq", first.getFirst(), BacklogIT::restored);
      Backlog again = counted(reader, 1);

      assertThat(oneLess.oldest()).isAfterOrEqualTo(oldest);
      assertThat(none.oldest()).isNull();
      assertThat(again.oldest()).isEqualTo(oldest);
    }
  }

  @Test
  @Order(2)
  void whatRetentionRemovedIsNotCounted() throws Exception {
    create("kept.dlq", 1);
    List<DeadLetterId> letters = setAside("kept.dlq", 0, 0, 0, 0);
    act("kept.dlq", letters.get(0), BacklogIT::discarded);
    act("kept.dlq", letters.get(3), BacklogIT::discarded);
    try (var reader = new BacklogReader(kafka, "kept.dlq", CLOCK);
        var admin = kafka.admin()) {
      counted(reader, 2);

      var upTo = Map.of(new TopicPartition("kept.dlq", 0), RecordsToDelete.beforeOffset(2));
      admin.deleteRecords(upTo).all().get();

      counted(reader, 1);
    }
  }

  @Test
  @Order(2)
  void theMarkersOfTransactionsAreNoLetters() {
    create("imported.dlq", 1);
    try (var reader = new BacklogReader(kafka, "imported.dlq", CLOCK);
        LedgerWriter session = session("imported.dlq")) {
      session.transaction(
          batch -> {
            batch.send(letter("imported.dlq", 0));
            batch.send(letter("imported.dlq", 0));
          });
      session.transaction(batch -> batch.send(letter("imported.dlq", 0)));
      reader.read();

      for (long offset : new long[] {0, 1, 3}) {
        session.transaction(
            batch -> {
              var id = new DeadLetterId("imported.dlq", 0, offset);
              batch.act(id, discarded(IDS.get().toString()));
            });
      }

      // a commit returns a moment before others can see it
      Eventually.within(
          VISIBLE,
          () ->
              assertThat(reader.read()).returns(0L, Backlog::open).returns(null, Backlog::oldest));
    }
  }

  @Test
  @Order(2)
  void garbageOnTheLedgerHidesNothing() {
    create("garbage.dlq", 1);
    List<DeadLetterId> letters = setAside("garbage.dlq", 0, 0);
    act("garbage.dlq", letters.getFirst(), BacklogIT::discarded);
    try (LedgerWriter session = session("garbage.dlq");
        var reader = new BacklogReader(kafka, "garbage.dlq", CLOCK)) {
      for (String value : List.of("no JSON", "{\"state\":\"EATEN\"}", "[]")) {
        for (int partition = 0; partition < Topics.DLQ_LEDGER.partitions(); partition++) {
          var garbage =
              new ProducerRecord<>(
                  Topics.DLQ_LEDGER.name(),
                  partition,
                  ("letter:" + letters.getLast()).getBytes(UTF_8),
                  value.getBytes(UTF_8));
          session.transaction(batch -> batch.send(garbage));
        }
      }

      counted(reader, 1);
    }
  }

  /// What is read once there are so many open letters: a commit returns a moment before others can
  /// see it.
  private static Backlog counted(BacklogReader reader, long open) {
    var found = new AtomicReference<Backlog>();
    Eventually.within(
        VISIBLE,
        () -> {
          found.set(reader.read());
          assertThat(found.get().open()).isEqualTo(open);
        });
    return found.get();
  }

  private static void create(String topic, int partitions) {
    create(
        new NewTopic(topic, Optional.of(partitions), Optional.empty())
            .configs(Topics.PAYMENT_DLQ.config()));
  }

  private static void createLedger() {
    var ledger = Topics.DLQ_LEDGER;
    create(
        new NewTopic(ledger.name(), Optional.of(ledger.partitions()), Optional.empty())
            .configs(ledger.config()));
  }

  private static void create(NewTopic topic) {
    Environment.createTopics(broker.bootstrapServers(), List.of(topic));
  }

  private static List<DeadLetterId> setAside(String topic, int... partitions) {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      return Arrays.stream(partitions)
          .mapToObj(partition -> letter(topic, partition))
          .map(
              record -> {
                try {
                  var sent = producer.send(record).get();
                  return new DeadLetterId(sent.topic(), sent.partition(), sent.offset());
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              })
          .toList();
    }
  }

  private static ProducerRecord<byte[], byte[]> letter(String topic, int partition) {
    return new ProducerRecord<>(topic, partition, "key".getBytes(UTF_8), "{}".getBytes(UTF_8));
  }

  private static LedgerWriter session(String topic) {
    return LedgerWriter.open(kafka, topic, new Operator("ada", "desk-7"), false, CLOCK, IDS);
  }

  private static void act(String topic, DeadLetterId id, Function<String, LetterAction> action) {
    try (LedgerWriter session = session(topic)) {
      session.transaction(batch -> batch.act(id, action.apply(IDS.get().toString())));
    }
  }

  private static LetterAction discarded(String run) {
    return new LetterAction.Discarded(run, CLOCK.instant(), "ada", "a test order");
  }

  private static LetterAction restored(String run) {
    return new LetterAction.Restored(run, CLOCK.instant(), "ada", "no test order after all");
  }

  private static LetterAction replayed(String run) {
    return new LetterAction.Replayed(
        run, 1, "made", 0, CLOCK.instant(), "ada", "the cause is gone");
  }
}
