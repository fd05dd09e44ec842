package dev.parkade.bench;

import dev.parkade.bench.Peer.Work;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;

/// Spring's non-blocking retries with the defaults of their annotation: 3 attempts, 1 s apart, on
/// one retry topic of one partition, then the dead letter topic. After the reference of Spring for
/// Apache Kafka, "Non-Blocking Retries": "Configuration" (`@EnableKafkaRetryTopic`, and
/// `@RetryableTopic` on the listener) and "Features" for the defaults.
///
/// "Configuration" advises to take care when the retry topic has fewer partitions than the main
/// one; the publisher does, it leaves the partition to the producer then. [RetryableTopicTuned] has
/// as many.
final class RetryableTopicDefault implements Contender {
  @Override
  public String name() {
    return "retryable-topic";
  }

  @Override
  public String setUp() {
    return "@RetryableTopic with its defaults: 3 attempts, 1 s apart, one retry topic of 1"
        + " partition, then the dead letter topic (Spring for Apache Kafka, \"Non-Blocking"
        + " Retries\": \"Configuration\", \"Features\"); "
        + Peer.CONTAINER;
  }

  @Override
  public Running start(Lane lane) {
    var work = Work.on(lane);
    return Peer.start(work, Listener.class, _ -> {}, () -> setAside(work));
  }

  static Contender.SetAside setAside(Work work) {
    var prefix = work.lane().commands() + "-";
    var records = TopicCount.of(work.lane(), it -> it.startsWith(prefix)).records();
    return new SetAside(work.waited().size(), records, "records in retry and dead letter topics");
  }

  /// The listener of the guide.
  @EnableKafkaRetryTopic
  static class Listener {
    private final Work work;

    Listener(Work work) {
      this.work = work;
    }

    @RetryableTopic
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
