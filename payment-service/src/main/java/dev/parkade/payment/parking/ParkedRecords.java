package dev.parkade.payment.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.payment.ParkedHeaders;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.deadletter.OriginHeaders;
import dev.parkade.runtime.tracing.Spans;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// Parked commands as they stand on `payment.parked`: the command's own bytes and headers, and
/// those of [ParkedHeaders].
final class ParkedRecords {

  /// What a record on `payment.parked` is.
  sealed interface Read {}

  /// A command that waits.
  record Live(Parked entry) implements Read {}

  /// A command that is settled.
  record Tombstone(MessageId id) implements Read {}

  /// Nothing that this service wrote.
  record Garbage(DeadLetterReason reason, String detail) implements Read {}

  private static final String OWN_HEADERS = "parkade_parked_";

  /// Payload and headers of a command, below the topic's `max.message.bytes` with room for its key
  /// and our own headers. A payload that can be read leaves most of it to the headers.
  private static final int MAX_BYTES = 1024 * 1024 - 4 * 1024;

  private final RecordReader reader;

  ParkedRecords(RecordReader reader) {
    this.reader = reader;
  }

  ProducerRecord<String, byte[]> live(Parked entry) {
    ConsumerRecord<String, byte[]> origin = entry.command().record();
    var record =
        new ProducerRecord<>(
            Topics.PAYMENT_PARKED.name(), origin.partition(), entry.id().text(), origin.value());
    int room = MAX_BYTES - origin.value().length;
    OriginHeaders.copy(origin.headers(), record.headers(), OWN_HEADERS, room);
    put(record, ParkedHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
    put(record, ParkedHeaders.ORIGIN_TIMESTAMP, Long.toString(origin.timestamp()));
    put(record, ParkedHeaders.FIRST_AT, entry.firstAt().toString());
    put(record, ParkedHeaders.REASON, entry.reason().name());
    put(record, ParkedHeaders.ATTEMPTS, Integer.toString(entry.attempts()));
    return record;
  }

  static ProducerRecord<String, byte[]> tombstone(int partition, String key) {
    return new ProducerRecord<>(Topics.PAYMENT_PARKED.name(), partition, key, null);
  }

  /// Reads a record back. What others left out is filled in: without an origin offset it goes to
  /// the end of its queue, without a time it has waited since it was written.
  ///
  /// @param end an offset of `payment.commands` behind everything that is parked
  Read read(ConsumerRecord<String, byte[]> record, long end, int partitions) {
    if (record.value() == null) {
      return tombstone(record);
    }
    return switch (reader.read(record)) {
      case Decoded.Poison(var reason, var detail) -> new Garbage(reason, detail);
      case Decoded.Readable(var message) ->
          message.body() instanceof PaymentCommand body
              ? live(record, new Message<>(message.envelope(), body), end, partitions)
              : new Garbage(DeadLetterReason.UNEXPECTED_TYPE, "no payment command");
    };
  }

  private static Read tombstone(ConsumerRecord<String, byte[]> record) {
    try {
      return new Tombstone(MessageId.of(String.valueOf(record.key())));
    } catch (IllegalArgumentException e) {
      return new Garbage(DeadLetterReason.WRONG_KEY, "a tombstone whose key is no command id");
    }
  }

  private static Read live(
      ConsumerRecord<String, byte[]> record,
      Message<PaymentCommand> message,
      long end,
      int partitions) {
    String customer = message.body().customerId().text();
    if (!message.id().text().equals(record.key())) {
      return new Garbage(DeadLetterReason.WRONG_KEY, "the key is not the command's id");
    }
    if (Partitioning.of(customer, partitions) != record.partition()) {
      return new Garbage(
          DeadLetterReason.WRONG_KEY, "customer " + customer + " belongs on another partition");
    }
    if (!message.body().orderId().text().equals(message.envelope().correlationId())) {
      return new Garbage(
          DeadLetterReason.WRONG_CORRELATION, "the correlation id is not the command's order");
    }
    Headers headers = record.headers();
    long originOffset = header(headers, ParkedHeaders.ORIGIN_OFFSET, Long::valueOf).orElse(end);
    Command command = command(record, message, originOffset);
    Instant firstAt =
        header(headers, ParkedHeaders.FIRST_AT, Instant::parse)
            .orElse(Instant.ofEpochMilli(record.timestamp()));
    WaitReason reason =
        header(headers, ParkedHeaders.REASON, WaitReason::valueOf)
            .orElse(WaitReason.CUSTOMER_UNKNOWN);
    // who replays a dead letter does not know whether the provider was asked: if it was, a refund
    // must ask it too, and an attempt less is the smaller evil
    int attempts = header(headers, ParkedHeaders.ATTEMPTS, Integer::valueOf).orElse(1);
    return new Live(new Parked(command, firstAt, reason, Math.max(0, attempts), record.offset()));
  }

  /// The command of a record that was read before; null if it is none any more.
  ///
  /// @param originOffset its place, which stays what it was
  @Nullable Command command(ConsumerRecord<String, byte[]> record, long originOffset) {
    return reader.read(record) instanceof Decoded.Readable(var message)
            && message.body() instanceof PaymentCommand body
        ? command(record, new Message<>(message.envelope(), body), originOffset)
        : null;
  }

  private static Command command(
      ConsumerRecord<String, byte[]> record, Message<PaymentCommand> message, long originOffset) {
    String customer = message.body().customerId().text();
    Headers headers = record.headers();
    var origin =
        new ConsumerRecord<>(
            Topics.PAYMENT_COMMANDS.name(),
            record.partition(),
            originOffset,
            header(headers, ParkedHeaders.ORIGIN_TIMESTAMP, Long::valueOf)
                .orElse(record.timestamp()),
            TimestampType.CREATE_TIME,
            customer.length(),
            record.value().length,
            customer,
            record.value(),
            commandHeaders(headers),
            Optional.empty());
    return new Command(origin, Spans.continued(headers, message));
  }

  private static Headers commandHeaders(Headers headers) {
    Headers own = new RecordHeaders();
    OriginHeaders.copy(headers, own, OWN_HEADERS, Integer.MAX_VALUE);
    return own;
  }

  /// A header of ours; one that cannot be read counts as missing, because others write here too.
  private static <T> Optional<T> header(Headers headers, String name, Function<String, T> parse) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null || header.value().length > 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(new String(header.value(), UTF_8)));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static void put(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
