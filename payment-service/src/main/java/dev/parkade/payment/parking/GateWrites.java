package dev.parkade.payment.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.consuming.Sends;
import dev.parkade.runtime.consuming.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;

/// What the gate writes to Kafka itself: parked commands, their tombstones, and the news that a
/// payment waits. Everything else goes through the outbox.
final class GateWrites {

  private static final Logger log = LoggerFactory.getLogger(GateWrites.class);

  private final KafkaOperations<String, byte[]> kafka;
  private final ParkedRecords records;
  private final Messages messages;
  private final MessageCodec codec;
  private final GateMetrics metrics;
  private final GateTraces traces;

  GateWrites(
      KafkaOperations<String, byte[]> kafka,
      ParkedRecords records,
      Messages messages,
      MessageCodec codec,
      GateMetrics metrics,
      GateTraces traces) {
    this.kafka = kafka;
    this.records = records;
    this.messages = messages;
    this.codec = codec;
    this.metrics = metrics;
    this.traces = traces;
  }

  /// Sends what is to be parked. Nothing lingers, and tombstones on their way are not waited for.
  Parking park(Effects effects) {
    Map<MessageId, CompletableFuture<SendResult<String, byte[]>>> parked = new HashMap<>();
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (Effects.Park park : effects.parks()) {
      var copy = traces.park(park.entry(), records.live(park.entry()), kafka);
      parked.put(park.entry().id(), copy);
      sent.add(copy);
      if (park.tell()) {
        sent.add(tell(park.entry()));
      }
    }
    for (Parked repeat : effects.repeats()) {
      sent.add(tell(repeat));
    }
    return new Parking(parked, CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
  }

  /// The broker has not acknowledged everything yet.
  static final class StillParking extends RuntimeException {
    private static final long serialVersionUID = 1;

    private StillParking() {
      super("the broker has not acknowledged everything yet");
    }
  }

  /// Records on their way to `payment.parked`, with the news about them.
  record Parking(
      Map<MessageId, CompletableFuture<SendResult<String, byte[]>>> parked,
      CompletableFuture<?> all) {

    /// Returns when all of it is acknowledged.
    ///
    /// @throws TransientFailure if the broker did not take all of it
    void await() {
      Sends.await(all);
    }

    /// The same, for so long.
    ///
    /// @throws StillParking when it is over
    void await(Duration limit) {
      try {
        all.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new StillParking();
      } catch (ExecutionException e) {
        await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransientFailure("interrupted while commands were parked", e);
      }
    }

    /// Where the records stand that are acknowledged.
    Map<MessageId, Long> offsets() {
      Map<MessageId, Long> offsets = new HashMap<>();
      parked.forEach((id, copy) -> offsets.put(id, copy.join().getRecordMetadata().offset()));
      return offsets;
    }
  }

  /// Marks parked commands whose dead letters hold their customers back, and returns where the
  /// marks stand. One that cannot be written is left out: after a restart the command is tried once
  /// more and becomes a dead letter again.
  Map<MessageId, Long> mark(List<Parked> blocks, Instant now) {
    Map<MessageId, CompletableFuture<SendResult<String, byte[]>>> sent = new HashMap<>();
    blocks.forEach(b -> sent.put(b.id(), kafka.send(records.live(b.deadLettered(now)))));
    Map<MessageId, Long> offsets = new HashMap<>();
    sent.forEach(
        (id, mark) -> {
          try {
            Sends.await(mark);
            offsets.put(id, mark.join().getRecordMetadata().offset());
          } catch (TransientFailure e) {
            log.warn("the dead letter {} holds its customer back in memory only", id, e);
          }
        });
    return offsets;
  }

  private CompletableFuture<?> tell(Parked entry) {
    var waiting =
        new PaymentWaiting(
            entry.orderId(), entry.customerId(), entry.firstAt(), entry.reason().name());
    String order = entry.orderId().text();
    Encoded encoded = codec.encode(messages.causedBy(entry.command().message(), waiting, order));
    var record =
        new ProducerRecord<>(Topics.ORDER_REPLIES.name(), order, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return traces.send(record, kafka);
  }

  /// Removes a settled command from the topic. Nobody needs to wait for it: if the tombstone is
  /// lost, the command is released again after a restart, and its order's fence answers it as a
  /// duplicate.
  CompletableFuture<?> tombstone(int partition, String key) {
    return kafka
        .send(ParkedRecords.tombstone(partition, key))
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                metrics.tombstoneLost();
                log.warn("no tombstone for {}: {}", key, failure.toString());
              }
            });
  }
}
