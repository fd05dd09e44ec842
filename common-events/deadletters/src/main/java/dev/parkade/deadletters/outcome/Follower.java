package dev.parkade.deadletters.outcome;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/// Follows replayed dead letters to their end: hears of it when it is said, on a thread of
/// its own. Whoever waits is woken by it. Thread-safe.
public final class Follower implements AutoCloseable {

  private static final Duration POLL = Duration.ofMinutes(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final Hearing hearing = new Hearing();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Endings endings;
  private final Map<TopicPartition, Long> catchUp = new HashMap<>();
  private boolean closed;
  private @Nullable RuntimeException failure;

  private Follower(KafkaAccess kafka, List<String> topics, @Nullable Instant since) {
    this.endings = new Endings(topics);
    this.consumer = kafka.consumer();
    start(topics, since);
    this.thread = Thread.ofPlatform().daemon().name("dlq-outcomes").unstarted(this::listen);
  }

  /// Hears what is said from now on about letters of these topics.
  public static Follower fromNow(KafkaAccess kafka, Collection<String> topics) {
    return started(new Follower(kafka, List.copyOf(topics), null));
  }

  /// Hears what was said since then, and what is said from now on.
  public static Follower since(KafkaAccess kafka, Collection<String> topics, Instant since) {
    return started(new Follower(kafka, List.copyOf(topics), since));
  }

  private static Follower started(Follower follower) {
    follower.thread.start();
    return follower;
  }

  private void start(List<String> topics, @Nullable Instant since) {
    List<TopicPartition> partitions = new ArrayList<>();
    List<String> all = new ArrayList<>(topics);
    all.add(Topics.DLQ_OUTCOMES.name());
    for (String topic : all) {
      var found = consumer.partitionsFor(topic);
      if (found != null) {
        found.forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
      }
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    catchUp.putAll(ends);
    Map<TopicPartition, Long> from = since == null ? ends : Since.offsets(consumer, ends, since);
    from.forEach(consumer::seek);
  }

  /// A letter was sent, and is followed from here on.
  public void sent(DeadLetterId id, int replay) {
    lock.lock();
    try {
      endings.sent(id, replay);
    } finally {
      lock.unlock();
    }
  }

  /// What became of this replay of a letter so far; REPLAYED if nobody has said it.
  public LetterState stateOf(DeadLetterId id, int replay) {
    lock.lock();
    try {
      return endings.stateOf(id, replay);
    } finally {
      lock.unlock();
    }
  }

  /// What became of those that were sent.
  public OutcomeCounts counts() {
    lock.lock();
    try {
      return endings.counts();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until what had been said when it began has been read.
  ///
  /// @return whether it was within that time
  public boolean awaitCaughtUp(Duration limit) {
    return await(catchUp::isEmpty, limit);
  }

  /// Waits for something that the news may make true; looks again at all news and at
  /// [#wake].
  ///
  /// @return whether it became true within that time
  /// @throws KafkaException if nothing can be heard any more
  public boolean await(BooleanSupplier condition, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (failure != null) {
          throw new KafkaException("nothing is heard of outcomes any more", failure);
        }
        if (left <= 0) {
          return false;
        }
        left = news.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Has those who wait look again.
  public void wake() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void listen() {
    try (consumer) {
      while (!isClosed()) {
        hear();
      }
    } catch (WakeupException e) {
      // closed
    } catch (RuntimeException e) {
      lock.lock();
      try {
        failure = e;
        news.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void hear() {
    boolean catching = !caughtUp();
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = consumer.poll(catching ? Duration.ofMillis(100) : POLL);
    } catch (OffsetOutOfRangeException e) {
      // retention was faster: what it removed says nothing any more
      consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
      return;
    }
    lock.lock();
    try {
      boolean any = false;
      for (ConsumerRecord<byte[], byte[]> record : records) {
        var ending = hearing.of(record);
        if (ending.isPresent()) {
          var said = ending.get();
          any |= endings.ended(said.letter(), said.replay(), said.how());
        }
      }
      // a position, and not an offset seen: transaction markers leave gaps at the end
      any |=
          catching
              && catchUp.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
      if (any) {
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean caughtUp() {
    lock.lock();
    try {
      return catchUp.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    consumer.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
