package dev.parkade.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.bench.Peer.Work;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.TaskScheduler;

/// A command whose customer is missing is published to the end of the same topic again, one second
/// later per attempt (1 s, 2 s, 3 s, …), at most ten times. The reference of Spring for Apache
/// Kafka calls the tail of the original topic useful for records that depend on each other and may
/// arrive out of order ("Handling Exceptions", "Publishing Dead-letter Records"; at once and five
/// times in its example, which would be over within milliseconds); the growing delay is the
/// published answer to this very challenge.
///
/// The delay is a timer in memory, so nobody waits for it, but a crash would lose the command: in
/// its favour.
final class Requeue implements Contender {
  @Override
  public String name() {
    return "requeue";
  }

  @Override
  public String setUp() {
    return "published to the tail of the same topic again, after 1 s more per attempt, 10 attempts"
        + " (Spring for Apache Kafka, \"Handling Exceptions\": \"Publishing Dead-letter Records\");"
        + " timer in memory; "
        + Peer.CONTAINER;
  }

  @Override
  public Running start(Lane lane) {
    var work = Work.on(lane);
    return Peer.start(work, Listener.class, _ -> {}, () -> work.counted("records published again"));
  }

  /// Publishes what it cannot do yet again.
  static class Listener {
    private static final String ATTEMPT = "attempt";
    private static final int ATTEMPTS = 10;

    private final Work work;
    private final KafkaTemplate<String, byte[]> kafka;
    private final TaskScheduler timer;

    Listener(Work work, KafkaTemplate<String, byte[]> kafka, TaskScheduler timer) {
      this.work = work;
      this.kafka = kafka;
      this.timer = timer;
    }

    @KafkaListener(topics = "${bench.commands}", groupId = "${bench.run}")
    void pay(ConsumerRecord<String, byte[]> command) {
      var payment = Work.payment(command);
      if (work.knows(payment.customer())) {
        work.table().pay(payment);
        return;
      }
      int attempt = attempt(command);
      if (attempt > ATTEMPTS) {
        work.givenUp().incrementAndGet();
        return;
      }
      work.waited().add(payment.order());
      work.writes().incrementAndGet();
      var again = again(command, attempt);
      var _ = timer.schedule(() -> publish(again), Instant.now().plusSeconds(attempt));
    }

    private void publish(ProducerRecord<String, byte[]> again) {
      var _ = kafka.send(again);
    }

    private static int attempt(ConsumerRecord<String, byte[]> command) {
      return command.headers().lastHeader(ATTEMPT) == null
          ? 1
          : Integer.parseInt(Work.header(command, ATTEMPT)) + 1;
    }

    private static ProducerRecord<String, byte[]> again(
        ConsumerRecord<String, byte[]> command, int attempt) {
      var record = new ProducerRecord<>(command.topic(), command.key(), command.value());
      command.headers().forEach(record.headers()::add);
      record.headers().remove(ATTEMPT).add(ATTEMPT, Integer.toString(attempt).getBytes(UTF_8));
      return record;
    }
  }
}
