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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

  GateWrites(
      KafkaOperations<String, byte[]> kafka,
      ParkedRecords records,
      Messages messages,
      MessageCodec codec,
      GateMetrics metrics) {
    this.kafka = kafka;
    this.records = records;
    this.messages = messages;
    this.codec = codec;
    this.metrics = metrics;
  }

  /// Writes what is to be parked and returns, when all of it is acknowledged, its offsets.
  ///
  /// @throws dev.parkade.runtime.consuming.TransientFailure if the broker did not take all of it
  Map<MessageId, Long> park(Effects effects) {
    Map<MessageId, CompletableFuture<SendResult<String, byte[]>>> parked = new HashMap<>();
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (Effects.Park park : effects.parks()) {
      var copy = kafka.send(records.live(park.entry()));
      parked.put(park.entry().id(), copy);
      sent.add(copy);
      if (park.tell()) {
        sent.add(tell(park.entry()));
      }
    }
    for (Parked repeat : effects.repeats()) {
      sent.add(tell(repeat));
    }
    // no flush: nothing lingers, and tombstones on their way must not be waited for
    Sends.await(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
    Map<MessageId, Long> offsets = new HashMap<>();
    parked.forEach((id, copy) -> offsets.put(id, copy.join().getRecordMetadata().offset()));
    return offsets;
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
    return kafka.send(record);
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
