package dev.parkade.bench;

import dev.parkade.bench.Peer.Work;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.retrytopic.SameIntervalTopicReuseStrategy;

/// Spring's non-blocking retries, tuned for this race: a fixed delay of 100 ms, attempts enough for
/// a minute, one retry topic with as many partitions and threads as the main topic. After the
/// reference of Spring for Apache Kafka, "Non-Blocking Retries": "Topic Naming" ("Single Topic for
/// Fixed Delay Retries"), "Features" ("BackOff Configuration", "Topics AutoCreation") and
/// "Configuration" (`concurrency`). One partition per thread is what "Back Off Delay Precision"
/// asks for; it also says that delays below about a second may come late.
final class RetryableTopicTuned implements Contender {
  @Override
  public String name() {
    return "retryable-topic-100ms";
  }

  @Override
  public String setUp() {
    return "@RetryableTopic, fixed delay of 100 ms, 600 attempts, one retry topic of 6 partitions"
        + " with 6 threads (Spring for Apache Kafka, \"Non-Blocking Retries\": \"Topic Naming\","
        + " \"Features\", \"Back Off Delay Precision\"); "
        + Peer.CONTAINER;
  }

  @Override
  public Running start(Lane lane) {
    var work = Work.on(lane);
    return Peer.start(work, Listener.class, _ -> {}, () -> RetryableTopicDefault.setAside(work));
  }

  /// The listener of the guide.
  @EnableKafkaRetryTopic
  static class Listener {
    private final Work work;

    Listener(Work work) {
      this.work = work;
    }

    @RetryableTopic(
        attempts = "600",
        backOff = @BackOff(delay = 100),
        numPartitions = "6",
        concurrency = "6",
        sameIntervalTopicReuseStrategy = SameIntervalTopicReuseStrategy.SINGLE_TOPIC)
    @KafkaListener(topics = "${bench.commands}", groupId = "${bench.run}")
    void pay(ConsumerRecord<String, byte[]> command) {
      work.pay(command);
    }

    @DltHandler
    void giveUp(ConsumerRecord<String, byte[]> command) {
      work.givenUp().incrementAndGet();
    }
  }
}
