package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.runtime.tracing.Spans;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SendPipelineTest {

  private static final Duration SOON = Eventually.SOON;

  private final ScriptedProducer broker = new ScriptedProducer();
  private final RelayHold hold = new RelayHold();
  private final List<Integer> acknowledged = new ArrayList<>();
  private final SendPipeline<Integer> pipeline =
      new SendPipeline<>(broker, 3, hold, Spans.off(), acknowledged::add);

  /// A producer whose acknowledgements come when, and in the order that, the test says.
  private static class ScriptedProducer extends MockProducer<String, byte[]> {
    final List<Callback> sent = new ArrayList<>();

    ScriptedProducer() {
      super(false, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> message, Callback callback) {
      if (closed()) {
        throw new IllegalStateException("closed");
      }
      sent.add(callback);
      return new CompletableFuture<>();
    }

    void acknowledge(int position) {
      sent.get(position).onCompletion(null, null);
    }

    void refuse(int position, Exception why) {
      sent.get(position).onCompletion(null, why);
    }
  }

  @Test
  void acknowledgesOnlyThePrefixWithoutAGap() throws Exception {
    send(0, 1, 2);

    broker.acknowledge(2);
    broker.acknowledge(1);

    assertThat(acknowledged).isEmpty();
    assertThat(pipeline.acknowledged()).isNull();

    broker.acknowledge(0);

    assertThat(acknowledged).containsExactly(0, 1, 2);
    assertThat(pipeline.acknowledged()).isEqualTo(2);
    assertThat(pipeline.inFlight()).isZero();
  }

  @Test
  void acknowledgesNothingAfterAFailure() throws Exception {
    send(0, 1, 2);
    broker.acknowledge(0);

    broker.refuse(1, new TimeoutException("broker away"));
    broker.acknowledge(2);

    assertThat(acknowledged).containsExactly(0);
    assertThat(pipeline.acknowledged()).isEqualTo(0);
    assertThatThrownBy(pipeline::throwIfFailed)
        .isInstanceOf(RelayFailure.class)
        .hasMessageContainingAll("1", "topic", "key-1", "broker away");
  }

  @Test
  void abortsTheProducerAtTheFirstFailureSoThatNothingOvertakes() throws Exception {
    send(0, 1);

    broker.refuse(0, new TimeoutException("broker away"));

    assertThat(broker.closed()).isTrue();
    assertThatThrownBy(() -> send(2)).isInstanceOf(RelayFailure.class);
    assertThat(broker.sent).hasSize(2);
  }

  @Test
  void failsWithTheRecordThatTheProducerRefusesToTake() {
    ScriptedProducer strict =
        new ScriptedProducer() {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<String, byte[]> message, Callback callback) {
            throw new RecordTooLargeException("2 MB");
          }
        };
    SendPipeline<Integer> narrow =
        new SendPipeline<>(strict, 3, hold, Spans.off(), acknowledged::add);

    assertThatThrownBy(() -> narrow.send(7, message(7)))
        .isInstanceOf(RelayFailure.class)
        .hasMessageContainingAll("7", "2 MB");
  }

  @Test
  void waitsWhileTooMuchIsInFlight() throws Exception {
    send(0, 1, 2);

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> fourth = executor.submit(() -> sendUnchecked(3));
      Eventually.holdsFor(Duration.ofMillis(100), () -> assertThat(broker.sent).hasSize(3));

      broker.acknowledge(0);

      Eventually.within(SOON, () -> assertThat(fourth.isDone()).isTrue());
    }
    assertThat(broker.sent).hasSize(4);
  }

  @Test
  void letsAWaitingSenderGoWhenARecordFails() throws Exception {
    send(0, 1, 2);

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> fourth = executor.submit(() -> sendUnchecked(3));
      broker.refuse(1, new TimeoutException("broker away"));

      Eventually.within(SOON, () -> assertThat(fourth.isDone()).isTrue());

      assertThat(fourth.state()).isEqualTo(Future.State.FAILED);
    }
  }

  @Test
  void sendsNothingWhileHeld() throws Exception {
    hold.hold();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = executor.submit(() -> sendUnchecked(0));
      Eventually.holdsFor(Duration.ofMillis(100), () -> assertThat(broker.sent).isEmpty());

      hold.release();

      Eventually.within(SOON, () -> assertThat(first.isDone()).isTrue());
    }
    assertThat(broker.sent).hasSize(1);
  }

  @Test
  void refusesRecordsOnceItIsStopping() throws Exception {
    send(0);
    pipeline.refuse();

    send(1);
    broker.acknowledge(0);

    assertThat(broker.sent).hasSize(1);
    assertThat(pipeline.awaitEmpty(SOON)).isTrue();
    assertThat(acknowledged).containsExactly(0);
  }

  private void send(int... positions) throws InterruptedException {
    for (int position : positions) {
      pipeline.send(position, message(position));
    }
  }

  private void sendUnchecked(int position) {
    try {
      send(position);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static ProducerRecord<String, byte[]> message(int position) {
    return new ProducerRecord<>("topic", "key-" + position, new byte[0]);
  }
}
