package dev.parkade.payment.parking;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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
import org.jspecify.annotations.Nullable;

/// A consumer whose poll also takes what has come while the last one was handled. Kafka's consumer
/// asks for more before it hands records out, so what it hands out under load was fetched before
/// the last poll was even handled; whatever came during that would wait for two more polls.
///
/// Below the container, so that it sees one poll: it retries, and acknowledges, all of it.
final class PromptConsumer implements InvocationHandler {

  /// How long an answer that is under way may take; who waited longer for records has the latest.
  private static final Duration FRESH = Duration.ofMillis(1);

  private static final int ENOUGH = 500;

  private final Consumer<String, byte[]> consumer;
  private final LongSupplier nanoTime;
  private @Nullable KafkaException unsaid;

  private PromptConsumer(Consumer<String, byte[]> consumer, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.nanoTime = nanoTime;
  }

  /// @param nanoTime as of [System#nanoTime]
  @SuppressWarnings("unchecked")
  static Consumer<String, byte[]> of(Consumer<String, byte[]> consumer, LongSupplier nanoTime) {
    return (Consumer<String, byte[]>)
        Proxy.newProxyInstance(
            PromptConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new PromptConsumer(consumer, nanoTime));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("poll") && arguments != null) {
      return poll((Duration) arguments[0]);
    }
    try {
      return method.invoke(consumer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private ConsumerRecords<String, byte[]> poll(Duration timeout) {
    if (unsaid != null) {
      KafkaException failure = unsaid;
      unsaid = null;
      throw failure;
    }
    long asked = nanoTime.getAsLong();
    ConsumerRecords<String, byte[]> records = consumer.poll(timeout);
    boolean waited = nanoTime.getAsLong() - asked >= FRESH.toNanos();
    return records.isEmpty() || waited || records.count() >= ENOUGH ? records : withMore(records);
  }

  private ConsumerRecords<String, byte[]> withMore(ConsumerRecords<String, byte[]> records) {
    try {
      ConsumerRecords<String, byte[]> more = consumer.poll(FRESH);
      return more.isEmpty() ? records : together(List.of(records, more));
    } catch (WakeupException stop) {
      consumer.wakeup();
      return records;
    } catch (KafkaException failure) {
      // some are told only once
      unsaid = failure;
      return records;
    }
  }

  private static ConsumerRecords<String, byte[]> together(
      List<ConsumerRecords<String, byte[]>> polls) {
    Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (ConsumerRecords<String, byte[]> poll : polls) {
      for (TopicPartition partition : poll.partitions()) {
        records.computeIfAbsent(partition, _ -> new ArrayList<>()).addAll(poll.records(partition));
      }
      next.putAll(poll.nextOffsets());
    }
    return new ConsumerRecords<>(records, next);
  }
}
