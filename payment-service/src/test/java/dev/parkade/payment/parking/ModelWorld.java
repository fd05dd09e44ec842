package dev.parkade.payment.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.payment.charging.PaymentTable;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.pipeline.Pipeline;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/// What outlives every instance: the broker's log, the database and the time.
final class ModelWorld {

  static final int PARTITIONS = 2;

  final TestClock clock = TestClock.atNoon();
  final Ids ids = new SequentialIds()::get;
  final MessageCodec codec = new MessageCodec();
  final RecordReader reader = new RecordReader(codec);
  final ModelLog log = new ModelLog();
  final PaymentTable payments = new PaymentTable();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final List<Outgoing> outbox = new ArrayList<>();
  private boolean forgetful;

  /// Writes a message to the topic, where its customer belongs.
  void publish(Topic topic, CustomerId customer, Message<? extends MessageBody> message) {
    var encoded = codec.encode(message);
    var headers = new RecordHeaders();
    encoded.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
    var partition = new TopicPartition(topic.name(), Partitioning.of(customer.text(), PARTITIONS));
    long now = clock.instant().toEpochMilli();
    var unused =
        log.append(partition, customer.text(), encoded.payload().getBytes(UTF_8), headers, now);
  }

  /// What the broker may do to its compacted topics at any time.
  void compact() {
    for (int p = 0; p < PARTITIONS; p++) {
      log.compact(GatePartition.customersOf(p));
      log.compact(GatePartition.parkedOf(p));
    }
  }

  List<ConsumerRecord<String, byte[]>> all(Topic topic) {
    List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
    for (int p = 0; p < topic.partitions(); p++) {
      all.addAll(log.all(new TopicPartition(topic.name(), p)));
    }
    return all;
  }

  /// Replies that were committed, in their order.
  List<Outgoing> replies() {
    return outbox;
  }

  static MessageId id(ConsumerRecord<String, byte[]> record) {
    return MessageId.of(header(record, "ce_id"));
  }

  static DeadLetterReason reason(ConsumerRecord<String, byte[]> deadLetter) {
    return DeadLetterReason.valueOf(header(deadLetter, DeadLetterHeaders.REASON));
  }

  static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /// From now on the broker acknowledges parked commands and forgets some of them: a fault that the
  /// test must find.
  void forgetParked() {
    forgetful = true;
  }

  /// All that has happened, in words, to compare two runs.
  String dump() {
    StringBuilder dump = new StringBuilder(payments.dump());
    outbox.forEach(sent -> dump.append('\n').append(sent.message().body()));
    for (Topic topic : List.of(Topics.PAYMENT_PARKED, Topics.PAYMENT_DLQ)) {
      all(topic).forEach(r -> dump.append('\n').append(r.offset()).append(' ').append(r.key()));
    }
    return dump.toString();
  }

  // ---- as seen from a machine

  @SuppressWarnings("unchecked")
  KafkaOperations<String, byte[]> kafka(ModelMachine machine) {
    return (KafkaOperations<String, byte[]>)
        Stand.in(
            KafkaOperations.class,
            (method, arguments) -> send(machine, (ProducerRecord<String, byte[]>) arguments[0]));
  }

  private CompletableFuture<SendResult<String, byte[]>> send(
      ModelMachine machine, ProducerRecord<String, byte[]> record) {
    int number = record.partition() == null ? 0 : record.partition();
    var partition = new TopicPartition(record.topic(), number);
    long now = clock.instant().toEpochMilli();
    try {
      long offset =
          machine.operation(
              () -> log.append(partition, record.key(), record.value(), record.headers(), now));
      if (forgetful && offset % 3 == 0 && record.topic().equals(Topics.PAYMENT_PARKED.name())) {
        log.forget(partition, offset);
      }
      return CompletableFuture.completedFuture(
          new SendResult<>(record, new RecordMetadata(partition, offset, 0, now, 0, 0)));
    } catch (DataAccessException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  TransactionOperations transactions(ModelMachine machine) {
    return new TransactionOperations() {
      @Override
      public <T> T execute(TransactionCallback<T> action) {
        return machine.transaction(
            ModelWorld.this::savepoint,
            () -> action.doInTransaction(new SimpleTransactionStatus()));
      }
    };
  }

  private Runnable savepoint() {
    Map<TopicPartition, Long> before = new HashMap<>(positions);
    int sent = outbox.size();
    Runnable paymentsBefore = payments.savepoint();
    return () -> {
      positions.clear();
      positions.putAll(before);
      outbox.subList(sent, outbox.size()).clear();
      paymentsBefore.run();
    };
  }

  Outbox outbox() {
    return new Outbox(null, codec) {
      @Override
      public void addAll(Pipeline pipeline, List<Outgoing> messages) {
        outbox.addAll(messages);
      }
    };
  }

  PaymentTable.Connection connection(ModelMachine machine) {
    return new PaymentTable.Connection() {
      @Override
      public <T> T statement(Supplier<T> work) {
        return machine.operation(work);
      }
    };
  }

  PositionStore positions(ModelMachine machine) {
    return new PositionStore(null) {
      @Override
      public void load(
          Pipeline pipeline,
          String group,
          Collection<TopicPartition> partitions,
          Consumer<Map<TopicPartition, Long>> found) {
        found.accept(load(group, partitions));
      }

      @Override
      public Map<TopicPartition, Long> load(String group, Collection<TopicPartition> partitions) {
        return machine.operation(
            () -> {
              Map<TopicPartition, Long> found = new HashMap<>(positions);
              found.keySet().retainAll(partitions);
              return found;
            });
      }

      @Override
      public void initialise(String group, Map<TopicPartition, Long> starts) {
        var unused =
            machine.operation(
                () -> {
                  starts.forEach(positions::putIfAbsent);
                  return positions.size();
                });
      }

      @Override
      public void advance(
          Pipeline pipeline,
          String group,
          Map<TopicPartition, Move> moves,
          Consumer<Set<TopicPartition>> lost) {
        lost.accept(machine.operation(() -> advanceNow(moves)));
      }
    };
  }

  private Set<TopicPartition> advanceNow(Map<TopicPartition, PositionStore.Move> moves) {
    Set<TopicPartition> lost = new HashSet<>();
    moves.forEach(
        (partition, move) -> {
          if (!Long.valueOf(move.expected()).equals(positions.get(partition))) {
            lost.add(partition);
          } else {
            positions.put(partition, move.next());
          }
        });
    return lost;
  }
}
