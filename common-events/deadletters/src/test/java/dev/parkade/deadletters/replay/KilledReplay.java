package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/// Replays a plan in a process of its own, says when it has come to the moment at which it
/// is to be killed, and waits there for the end.
public final class KilledReplay {

  /// Where it waits.
  enum Moment {
    /// The fence is up and the ledger is read; nothing is sent.
    BEFORE,
    /// The broker has acknowledged records of a transaction that is not committed.
    INSIDE,
    /// A transaction is committed.
    AFTER,
    /// Nowhere: it is killed wherever it is.
    ANYWHERE
  }

  /// So many letters are in one transaction.
  static final int PORTION = 25;

  private static Moment moment = Moment.ANYWHERE;
  private static int number = 0;

  private KilledReplay() {}

  /// @param args bootstrap servers, plan file, moment, how many records or transactions
  ///     before it
  public static void main(String[] args) throws Exception {
    moment = Moment.valueOf(args[2]);
    number = Integer.parseInt(args[3]);
    var kafka =
        new KafkaAccess(
            Map.of(
                "bootstrap.servers", args[0], "interceptor.classes", Acknowledged.class.getName()));
    var settings = Stand.AT_ONCE.takingOver().at(5 * PORTION);
    var result =
        new Replayer(kafka, Clock.systemUTC(), Ids.timeOrdered())
            .replay(
                PlanFile.read(Path.of(args[1])),
                settings,
                Stand.ADA,
                new StopSignal(),
                new Listener());
    say(result.getClass().getSimpleName());
  }

  private static void say(String word) {
    System.out.println(word);
    System.out.flush();
  }

  private static void waitHere() {
    say("here");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Listener implements ReplayListener {
    private int transactions;

    @Override
    public void begins(long left, long done) {
      if (moment == Moment.ANYWHERE) {
        say("here");
      } else if (moment == Moment.BEFORE) {
        waitHere();
      }
    }

    @Override
    public void progress(ReplayProgress progress) {
      if (moment == Moment.AFTER && ++transactions == number) {
        waitHere();
      }
    }
  }

  /// Sees what the broker has acknowledged. A consumer's, too, because the clients share
  /// settings.
  public static final class Acknowledged
      implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {

    private static final AtomicInteger SEEN = new AtomicInteger();

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
      return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
      if (moment == Moment.INSIDE
          && metadata.topic().equals(Topics.PAYMENT_PARKED.name())
          && SEEN.incrementAndGet() == number) {
        waitHere();
      }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }
}
