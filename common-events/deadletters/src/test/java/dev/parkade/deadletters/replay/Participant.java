package dev.parkade.deadletters.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/// Plays the service: reads what is parked, and says what became of replays, or makes dead
/// letters of them again.
final class Participant implements AutoCloseable {

  /// What it makes of a record.
  enum Ending {
    HANDLED,
    DUPLICATE,
    REFUSED,
    DEAD_AGAIN,
    NOTHING
  }

  @FunctionalInterface
  interface Answer {
    Ending to(ConsumerRecord<byte[], byte[]> record);
  }

  private final Stand stand;
  private final Answer answer;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final Thread thread;

  Participant(Stand stand, Answer answer) {
    this.stand = stand;
    this.answer = answer;
    this.consumer = stand.kafka().consumer();
    List<TopicPartition> parked =
        IntStream.range(0, Topics.PAYMENT_PARKED.partitions())
            .mapToObj(i -> new TopicPartition(Topics.PAYMENT_PARKED.name(), i))
            .toList();
    consumer.assign(parked);
    consumer.seekToEnd(parked);
    parked.forEach(consumer::position);
    thread = Thread.ofPlatform().daemon().start(this::work);
  }

  private void work() {
    try (consumer) {
      while (true) {
        List<ProducerRecord<byte[], byte[]>> said = new ArrayList<>();
        consumer.poll(Duration.ofMinutes(1)).forEach(record -> say(record, said));
        if (!said.isEmpty()) {
          stand.broker().put(said);
        }
      }
    } catch (WakeupException e) {
      // closed
    }
  }

  private void say(
      ConsumerRecord<byte[], byte[]> record, List<ProducerRecord<byte[], byte[]>> said) {
    Ending ending = answer.to(record);
    switch (ending) {
      case NOTHING -> {}
      case DEAD_AGAIN -> said.add(stand.deadAgain(record));
      case HANDLED, DUPLICATE, REFUSED -> {
        var event =
            new DeadLetterSettled(
                Stand.text(record, ReplayHeaders.OF),
                Integer.parseInt(Stand.text(record, ReplayHeaders.COUNT)),
                ReplayOutcome.valueOf(ending.name()),
                "said by a test");
        var encoded = stand.settled(event);
        var outcome =
            new ProducerRecord<>(
                Topics.DLQ_OUTCOMES.name(),
                event.deadLetter().getBytes(UTF_8),
                encoded.payload().getBytes(UTF_8));
        encoded.headers().forEach((name, value) -> Stand.put(outcome, name, value));
        said.add(outcome);
      }
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
