package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// A transaction's records on their way to the broker.
final class PendingBatch implements Batch {

  /// The producer could not send; the transaction cannot be committed.
  static final class SendFailed extends RuntimeException {
    private final KafkaException reason;

    SendFailed(KafkaException reason) {
      super(reason);
      this.reason = reason;
    }

    KafkaException reason() {
      return reason;
    }
  }

  private static final class Written {
    private final byte[] key;
    private final byte @Nullable [] value;
    private final Future<RecordMetadata> result;

    Written(byte[] key, byte @Nullable [] value, Future<RecordMetadata> result) {
      this.key = key;
      this.value = value;
      this.result = result;
    }
  }

  private final String topic;
  private final TopicPartition home;
  private final Producer<byte[], byte[]> producer;
  private final Ledger ledger;
  private final Map<DeadLetterId, List<LetterAction>> actions = new LinkedHashMap<>();
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();

  PendingBatch(String topic, Producer<byte[], byte[]> producer, Ledger ledger) {
    this.topic = topic;
    this.home = LedgerTopic.partitionOf(topic);
    this.producer = producer;
    this.ledger = ledger;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    try {
      Future<RecordMetadata> result = producer.send(record);
      sent.add(result);
      return result;
    } catch (KafkaException e) {
      throw new SendFailed(e);
    }
  }

  @Override
  public void flush() {
    try {
      producer.flush();
    } catch (InterruptException e) {
      throw new SendFailed(e);
    }
    sent.forEach(PendingBatch::result);
    sent.clear();
  }

  @Override
  public void act(DeadLetterId id, LetterAction action) {
    mustBeOurs(id.topic());
    actions.computeIfAbsent(id, _ -> new ArrayList<>(1)).add(action);
  }

  @Override
  public void put(RunEntry run) {
    mustBeOurs(run.topic());
    write(run);
  }

  @Override
  public void put(ImportEntry imported) {
    mustBeOurs(imported.topic());
    write(imported);
  }

  void put(LeaseEntry lease) {
    write(lease);
  }

  void bury(String key) {
    write(key.getBytes(UTF_8), null);
  }

  /// Writes what the actions make of their letters, and waits until the broker has everything.
  void complete() {
    Map<DeadLetterId, LetterEntry> known = ledger.entries(actions.keySet());
    actions.forEach(
        (id, more) -> {
          LetterEntry entry = known.getOrDefault(id, LetterEntry.untouched(id));
          for (LetterAction action : more) {
            entry = entry.then(action);
          }
          write(entry);
        });
    actions.clear();
    flush();
  }

  /// Once it is committed, the ledger in memory says so, too.
  void committed() {
    written.forEach(
        w -> {
          RecordMetadata at = result(w.result);
          ledger.view().apply(at.partition(), at.offset(), w.key, w.value);
        });
  }

  /// Where its entries stand on the ledger, in order; of use once it is complete.
  List<Long> offsets() {
    return written.stream().map(w -> result(w.result).offset()).sorted().toList();
  }

  TopicPartition home() {
    return home;
  }

  private void write(LedgerEntry entry) {
    write(ledger.codec().key(entry), ledger.codec().value(entry));
  }

  private void write(byte[] key, byte @Nullable [] value) {
    var record = new ProducerRecord<byte[], byte[]>(home.topic(), home.partition(), key, value);
    record.headers().add("content-type", LedgerCodec.CONTENT_TYPE.getBytes(UTF_8));
    written.add(new Written(key, value, send(record)));
  }

  private void mustBeOurs(String other) {
    if (!topic.equals(other)) {
      throw new IllegalArgumentException(
          "this session is about %s and not about %s".formatted(topic, other));
    }
  }

  private static RecordMetadata result(Future<RecordMetadata> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SendFailed(new InterruptException(e));
    } catch (ExecutionException e) {
      throw new SendFailed(
          e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause()));
    }
  }
}
