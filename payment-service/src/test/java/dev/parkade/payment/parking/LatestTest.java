package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatestTest {

  private static final TopicPartition COMMANDS = new TopicPartition("payment.commands", 0);
  private static final TopicPartition CUSTOMERS = new TopicPartition("customer.events", 0);

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
  private long nanos;
  private final Latest latest = new Latest(() -> nanos);

  @BeforeEach
  void assign() {
    consumer.assign(List.of(COMMANDS, CUSTOMERS));
    consumer.updateBeginningOffsets(Map.of(COMMANDS, 0L, CUSTOMERS, 0L));
  }

  @Test
  void addsWhatCameWhileTheLastPollWasHandledBehindWhatItHas() {
    consumer.addRecord(record(COMMANDS, 0));
    consumer.addRecord(record(CUSTOMERS, 0));
    var polled = consumer.poll(Duration.ZERO);
    consumer.addRecord(record(COMMANDS, 1));
    latest.handled();

    var records = latest.with(polled, consumer);

    assertThat(records.records(COMMANDS)).extracting(ConsumerRecord::offset).containsExactly(0L, 1L);
    assertThat(records.records(CUSTOMERS)).extracting(ConsumerRecord::offset).containsExactly(0L);
    assertThat(records.nextOffsets()).containsEntry(COMMANDS, new OffsetAndMetadata(2, null, ""));
  }

  @Test
  void doesNotAskAConsumerThatHasWaitedForItsRecords() {
    consumer.addRecord(record(COMMANDS, 0));
    var polled = consumer.poll(Duration.ZERO);
    consumer.addRecord(record(COMMANDS, 1));
    latest.handled();
    nanos += Duration.ofMillis(1).toNanos();

    var records = latest.with(polled, consumer);

    assertThat(records).isSameAs(polled);
    assertThat(consumer.position(COMMANDS)).isEqualTo(1);
  }

  @Test
  void doesNotAskForMoreThanALargePoll() {
    IntStream.range(0, 500).forEach(i -> consumer.addRecord(record(COMMANDS, i)));
    var polled = consumer.poll(Duration.ZERO);
    consumer.addRecord(record(COMMANDS, 500));
    latest.handled();

    assertThat(latest.with(polled, consumer)).isSameAs(polled);
  }

  @Test
  void handsAWakeUpOnToTheContainerAndKeepsWhatItHas() {
    consumer.addRecord(record(COMMANDS, 0));
    var polled = consumer.poll(Duration.ZERO);
    latest.handled();
    consumer.wakeup();

    var records = latest.with(polled, consumer);

    assertThat(StreamSupport.stream(records.spliterator(), false)).hasSize(1);
    assertThatExceptionOfType(WakeupException.class)
        .isThrownBy(() -> consumer.poll(Duration.ZERO));
  }

  @Test
  void keepsWhatItHasWhenTheConsumerFails() {
    consumer.addRecord(record(COMMANDS, 0));
    ConsumerRecords<String, byte[]> polled = consumer.poll(Duration.ZERO);
    latest.handled();
    consumer.setPollException(new KafkaException("no answer"));

    assertThat(latest.with(polled, consumer)).isSameAs(polled);
  }

  private static ConsumerRecord<String, byte[]> record(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, "key", new byte[] {1});
  }
}
