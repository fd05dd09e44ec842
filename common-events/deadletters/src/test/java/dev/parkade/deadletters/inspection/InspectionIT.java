package dev.parkade.deadletters.inspection;

import static dev.parkade.deadletters.letter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.inspection.Finding.Level;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LedgerBroker;
import dev.parkade.deadletters.letter.Letters;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is said about topics as they really are.
class InspectionIT {

  private static LedgerBroker broker;

  @BeforeAll
  static void start() {
    broker = new LedgerBroker();
    for (Topic topic : Topics.ALL) {
      if (!topic.equals(Topics.DLQ_LEDGER) && !topic.equals(Topics.DLQ_OUTCOMES)) {
        broker.create(topic);
      }
    }
    broker.create("wrong.dlq", 2, Map.of("cleanup.policy", "compact"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void aTopicAsTheCatalogueHasItIsFine() {
    broker.put(List.of(Letters.sent(letter().topic("inventory.dlq").build())));

    List<Finding> found = inspect("inventory.dlq", Clock.systemUTC());

    assertThat(found)
        .filteredOn(finding -> finding.subject().equals("inventory.dlq"))
        .allMatch(finding -> finding.level() == Level.OK)
        .anyMatch(finding -> finding.what().endsWith("is kept for another 29 d 23 h"))
        .anyMatch(finding -> finding.what().equals("cleanup.policy=delete"));
  }

  @Test
  void anOpenDeadLetterThatIsAboutToGoIsAProblem() {
    broker.put(List.of(Letters.sent(letter().topic("order.dlq").build())));
    Clock soon = Clock.offset(Clock.systemUTC(), Duration.ofDays(28));
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(31));

    assertThat(inspect("order.dlq", soon))
        .anyMatch(f -> says(f, Level.WARNING, "kept for another 1 d"));
    assertThat(inspect("order.dlq", late))
        .anyMatch(f -> says(f, Level.PROBLEM, "goes at any moment"));
  }

  @Test
  void whatIsWrongIsSaidWithTheCommandThatMendsIt() {
    List<Finding> found = inspect("wrong.dlq", Clock.systemUTC());

    assertThat(found)
        .anyMatch(
            f ->
                says(f, Level.PROBLEM, "cleanup.policy=compact")
                    && f.fix() != null
                    && f.fix().contains("--topic wrong.dlq --add-config cleanup.policy=delete"))
        .anyMatch(f -> says(f, Level.WARNING, "message.timestamp.type=CreateTime"))
        .anyMatch(f -> f.subject().equals("dlq.ledger") && says(f, Level.PROBLEM, "forgotten"))
        .anyMatch(
            f ->
                f.subject().equals("dlq.outcomes")
                    && says(f, Level.PROBLEM, "does not exist")
                    && f.fix() != null
                    && f.fix().contains("--create --topic dlq.outcomes --partitions 6"));
  }

  @Test
  void aTransactionThatNobodyEndsIsSeen() {
    try (Producer<byte[], byte[]> producer = broker.kafka().producer("inspection-test")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(Letters.sent(letter().topic("payment.dlq").build()));
      producer.flush();

      assertThat(inspect("payment.dlq", Clock.systemUTC()))
          .anyMatch(f -> says(f, Level.WARNING, "holds back 1 offsets"));

      producer.abortTransaction();
    }
  }

  @Test
  void aBrokerThatIsNotThereIsNoFinding() {
    KafkaAccess nowhere =
        new KafkaAccess(
            Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "request.timeout.ms", 500,
                "default.api.timeout.ms", 500));

    assertThatThrownBy(() -> Inspection.of(nowhere, List.of("payment.dlq"), Clock.systemUTC()))
        .isInstanceOf(KafkaException.class);
  }

  private static List<Finding> inspect(String topic, Clock clock) {
    return Inspection.of(broker.kafka(), List.of(topic), clock);
  }

  private static boolean says(Finding finding, Level level, String what) {
    return finding.level() == level && finding.what().contains(what);
  }
}
