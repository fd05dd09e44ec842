package dev.parkade.deadletters.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Broker;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/// A cluster from before there was a ledger.
class NoLedgerIT {

  private static final DeadLetterId ID = new DeadLetterId("payment.dlq", 0, 1);

  private final SequentialIds ids = new SequentialIds();

  @Test
  void withoutALedgerEverythingIsOpenAndNothingIsDone() throws Exception {
    try (Broker broker = Environment.startBroker();
        Admin admin = KafkaAccess.at(broker.bootstrapServers()).admin()) {
      KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
      Ledger reader = Ledger.read(kafka, List.of("payment.dlq"));
      assertThat(reader.stateOf(ID)).isEqualTo(LetterState.OPEN);
      assertThatThrownBy(() -> open(kafka))
          .isInstanceOf(LedgerFailure.Unusable.class)
          .hasMessage(
              "the topic dlq.ledger is not there; create it with 6 partitions and"
                  + " cleanup.policy=compact");

      // who reads all the time finds it when it comes
      var topic = new NewTopic(Topics.DLQ_LEDGER.name(), Topics.DLQ_LEDGER.partitions(), (short) 1);
      Environment.createTopics(broker.bootstrapServers(), List.of(topic));
      try (LedgerWriter session = open(kafka)) {
        session.transaction(batch -> batch.act(ID, Entries.discarded()));
      }
      Eventually.within(
          Eventually.SOON,
          () -> {
            reader.poll();
            assertThat(reader.stateOf(ID)).isEqualTo(LetterState.DISCARDED);
          });
      reader.close();

      // with other partitions entries would be looked for where they are not
      admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(7))).all().get();
      Eventually.within(
          Eventually.SOON,
          () ->
              assertThatThrownBy(() -> open(kafka))
                  .isInstanceOf(LedgerFailure.Unusable.class)
                  .hasMessageContaining("has 7 partitions and not 6"));
      try (Ledger after = Ledger.read(kafka, List.of("payment.dlq"))) {
        assertThat(after.stateOf(ID)).isEqualTo(LetterState.DISCARDED);
      }
    }
  }

  private LedgerWriter open(KafkaAccess kafka) {
    return LedgerWriter.open(
        kafka, "payment.dlq", new Operator("ada", "h"), false, TestClock.atNoon(), ids::get);
  }
}
