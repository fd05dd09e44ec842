package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptConsumerTest {

  private static final TopicPartition COMMANDS = new TopicPartition("payment.commands", 0);
  private static final TopicPartition CUSTOMERS = new TopicPartition("customer.events", 0);

  private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
  private long nanos;
  private final Consumer<String, byte[]> consumer = PromptConsumer.of(kafka, () -> nanos);

  @BeforeEach
  void assign() {
    consumer.assign(List.of(COMMANDS, CUSTOMERS));
    kafka.updateBeginningOffsets(Map.of(COMMANDS, 0L, CUSTOMERS, 0L));
    kafka.addRecord(record(COMMANDS, 0));
    kafka.addRecord(record(CUSTOMERS, 0));
  }

  @Test
  void addsWhatCameMeanwhileBehindWhatTheConsumerHad() {
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(() -> kafka.addRecord(record(COMMANDS, 1)));

    var records = consumer.poll(Duration.ofMillis(50));

    assertThat(records.records(COMMANDS))
        .extracting(ConsumerRecord::offset)
        .containsExactly(0L, 1L);
    assertThat(records.records(CUSTOMERS)).extracting(ConsumerRecord::offset).containsExactly(0L);
    assertThat(records.nextOffsets())
        .extractingByKey(COMMANDS)
        .extracting(OffsetAndMetadata::offset)
        .isEqualTo(2L);
  }

  @Test
  void doesNotAskAgainWhenItHasWaitedForRecords() {
    kafka.schedulePollTask(() -> nanos += Duration.ofMillis(1).toNanos());
    kafka.schedulePollTask(() -> kafka.addRecord(record(COMMANDS, 1)));

    assertThat(consumer.poll(Duration.ofMillis(50)).count()).isEqualTo(2);
    assertThat(consumer.position(COMMANDS)).isEqualTo(1);
  }

  @Test
  void doesNotAskForMoreThanALargePoll() {
    kafka.setMaxPollRecords(1_000);
    IntStream.range(1, 500).forEach(i -> kafka.addRecord(record(COMMANDS, i)));
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(() -> kafka.addRecord(record(COMMANDS, 500)));

    assertThat(consumer.poll(Duration.ofMillis(50)).count()).isEqualTo(501);
    assertThat(consumer.position(COMMANDS)).isEqualTo(500);
  }

  @Test
  void aWakeUpEndsTheNextPollAndLosesNothing() {
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(kafka::wakeup);

    assertThat(consumer.poll(Duration.ofMillis(50)).count()).isEqualTo(2);
    assertThatExceptionOfType(WakeupException.class)
        .isThrownBy(() -> consumer.poll(Duration.ofMillis(50)));
  }

  @Test
  void tellsAFailureAtTheNextPollAndLosesNothing() {
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(() -> kafka.setPollException(new KafkaException("fenced")));

    assertThat(consumer.poll(Duration.ofMillis(50)).count()).isEqualTo(2);
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> consumer.poll(Duration.ofMillis(50)))
        .withMessage("fenced");
    assertThat(consumer.poll(Duration.ofMillis(50)).isEmpty()).isTrue();
  }

  @Test
  void isTheConsumerInEverythingElse() {
    consumer.pause(List.of(COMMANDS));

    assertThat(kafka.paused()).containsExactly(COMMANDS);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> consumer.seek(new TopicPartition("elsewhere", 0), 1));
  }

  private static ConsumerRecord<String, byte[]> record(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, "key", new byte[] {1});
  }
}
