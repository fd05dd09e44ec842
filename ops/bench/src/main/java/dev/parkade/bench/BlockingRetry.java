package dev.parkade.bench;

import dev.parkade.bench.Peer.Work;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/// The container retries in place and the partition waits. After the reference of Spring for
/// Apache Kafka, "Handling Exceptions", "DefaultErrorHandler": the back-off of its example
/// (`FixedBackOff`, 1 s), with `UNLIMITED_ATTEMPTS`, as it says there, so that nothing is given
/// up. The default, ten attempts without a pause, would give up most payments that race.
final class BlockingRetry implements Contender {
  @Override
  public String name() {
    return "blocking-retry";
  }

  @Override
  public String setUp() {
    return "DefaultErrorHandler with FixedBackOff(1000, UNLIMITED_ATTEMPTS), the 1 s of its page's"
        + " example (Spring for Apache Kafka, \"Handling Exceptions\": \"DefaultErrorHandler\"); "
        + Peer.CONTAINER;
  }

  @Override
  public Running start(Lane lane) {
    var work = Work.on(lane);
    var handler = new DefaultErrorHandler(new FixedBackOff(1000, FixedBackOff.UNLIMITED_ATTEMPTS));
    return Peer.start(
        work, Listener.class, Peer.handling(handler), () -> work.counted("nothing is written"));
  }

  /// A plain listener.
  static class Listener {
    private final Work work;

    Listener(Work work) {
      this.work = work;
    }

    @KafkaListener(topics = "${bench.commands}", groupId = "${bench.run}")
    void pay(ConsumerRecord<String, byte[]> command) {
      work.pay(command);
    }
  }
}
