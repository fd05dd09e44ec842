package dev.parkade.payment.parking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds to a poll what has come while the last one was handled. A consumer asks for more before it
/// hands records out, so what it hands out under load was fetched before the last poll was even
/// handled; whatever came during that would wait for two more polls.
///
/// Belongs to the consumer's thread.
final class Latest {

  private static final Logger log = LoggerFactory.getLogger(Latest.class);

  /// How long an answer that is under way may take; who waited longer for records has the latest.
  private static final Duration FRESH = Duration.ofMillis(1);

  private static final int ENOUGH = 500;

  private final LongSupplier nanoTime;
  private long handledAt;

  /// @param nanoTime as of [System#nanoTime]
  Latest(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.handledAt = nanoTime.getAsLong() - FRESH.toNanos();
  }

  /// To be called when a poll has been handled.
  void handled() {
    handledAt = nanoTime.getAsLong();
  }

  /// The records of a poll with what the consumer has besides, in the order of their partitions.
  ConsumerRecords<String, byte[]> with(
      ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> consumer) {
    boolean waited = nanoTime.getAsLong() - handledAt >= FRESH.toNanos();
    if (waited || records.count() >= ENOUGH) {
      return records;
    }
    try {
      ConsumerRecords<String, byte[]> more = consumer.poll(FRESH);
      return more.isEmpty() ? records : together(List.of(records, more));
    } catch (WakeupException stop) {
      // meant for the container's own poll
      consumer.wakeup();
      return records;
    } catch (KafkaException later) {
      log.debug("the container's next poll meets this again", later);
      return records;
    }
  }

  private static ConsumerRecords<String, byte[]> together(
      List<ConsumerRecords<String, byte[]>> polls) {
    Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (ConsumerRecords<String, byte[]> poll : polls) {
      for (TopicPartition partition : poll.partitions()) {
        records
            .computeIfAbsent(partition, _ -> new ArrayList<>())
            .addAll(poll.records(partition));
      }
      next.putAll(poll.nextOffsets());
    }
    return new ConsumerRecords<>(records, next);
  }
}
