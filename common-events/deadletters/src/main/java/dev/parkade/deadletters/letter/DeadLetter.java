package dev.parkade.deadletters.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.WireHeaders;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// A record of a dead-letter topic. Everything in it is untrusted: reading it never throws, what
/// cannot be read is absent, and nothing is read before somebody asks.
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

  /// What [#reason] is if the record does not say one.
  public static final String NO_REASON = "UNKNOWN";

  private static final int MAX_TEXT = 4096;

  public DeadLetterId id() {
    return new DeadLetterId(record.topic(), record.partition(), record.offset());
  }

  /// When the broker took it: the topic has log-append time.
  public Instant at() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /// The key as it was; null if there was none.
  public byte @Nullable [] key() {
    return record.key();
  }

  /// The payload as it was; null if there was none.
  public byte @Nullable [] value() {
    return record.value();
  }

  /// A name of [dev.parkade.messages.deadletter.DeadLetterReason], or whatever the header says.
  public String reason() {
    return text(DeadLetterHeaders.REASON).orElse(NO_REASON);
  }

  public Optional<String> detail() {
    return text(DeadLetterHeaders.DETAIL);
  }

  public Optional<String> service() {
    return text(DeadLetterHeaders.SERVICE);
  }

  /// The consumer group that gave it up.
  public Optional<String> group() {
    return text(DeadLetterHeaders.GROUP);
  }

  /// How often it was tried; see [DeadLetterHeaders#ATTEMPTS].
  public OptionalInt attempts() {
    return number(DeadLetterHeaders.ATTEMPTS);
  }

  public Optional<Instant> firstFailure() {
    return instant(DeadLetterHeaders.FIRST_FAILURE);
  }

  public Optional<Instant> lastFailure() {
    return instant(DeadLetterHeaders.LAST_FAILURE);
  }

  /// The class of the exception at the root.
  public Optional<String> exception() {
    return text(DeadLetterHeaders.EXCEPTION);
  }

  public Optional<String> exceptionMessage() {
    return text(DeadLetterHeaders.EXCEPTION_MESSAGE);
  }

  public Optional<Origin> origin() {
    Optional<String> topic = text(DeadLetterHeaders.ORIGIN_TOPIC);
    OptionalInt partition = number(DeadLetterHeaders.ORIGIN_PARTITION);
    OptionalLong offset = longNumber(DeadLetterHeaders.ORIGIN_OFFSET);
    if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong at = longNumber(DeadLetterHeaders.ORIGIN_TIMESTAMP);
    Instant instant = at.isPresent() ? Instant.ofEpochMilli(at.getAsLong()) : null;
    return Optional.of(new Origin(topic.get(), partition.getAsInt(), offset.getAsLong(), instant));
  }

  /// The logical type of the message, `ce_type`.
  public Optional<String> type() {
    return text(WireHeaders.TYPE);
  }

  /// The id of the message, `ce_id`; of a payment command, the key under which it is parked.
  public Optional<String> messageId() {
    return text(WireHeaders.ID);
  }

  /// The order that it is about, `ce_correlationid`.
  public Optional<String> orderId() {
    return text(WireHeaders.CORRELATION_ID);
  }

  /// The customer that its payload is about; else its key, if that is a customer id where it came
  /// from.
  public Optional<String> customerId() {
    Optional<String> named = PayloadMember.text(value(), "customerId");
    if (named.isPresent() || record.key() == null) {
      return named;
    }
    return origin()
        .flatMap(origin -> Topics.named(origin.topic()))
        .filter(topic -> topic.key().equals(Topics.CUSTOMER_EVENTS.key()))
        .map(topic -> start(record.key()));
  }

  /// How often it has been replayed already; 0 if it never was, or does not say so readably.
  public int replays() {
    return Math.max(0, number(ReplayHeaders.COUNT).orElse(0));
  }

  /// The dead letter whose replay became this one.
  public Optional<DeadLetterId> replayOf() {
    return text(ReplayHeaders.OF).flatMap(DeadLetterId::parse);
  }

  /// Whether payload, key or headers did not fit and were cut: it is not what its origin was.
  public boolean isCut() {
    return has(DeadLetterHeaders.PAYLOAD_BYTES)
        || has(DeadLetterHeaders.KEY_LENGTH)
        || has(DeadLetterHeaders.DROPPED_HEADERS);
  }

  /// The last header of this name as text, cut where it is absurdly long; empty if there is none.
  public Optional<String> text(String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    return Optional.of(start(header.value()));
  }

  /// The last header of this name as a number; empty if it is none.
  public OptionalInt number(String name) {
    OptionalLong number = longNumber(name);
    return number.isPresent() && number.getAsLong() == (int) number.getAsLong()
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }

  /// The last header of this name as an instant, ISO 8601; empty if it is none.
  public Optional<Instant> instant(String name) {
    return text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(Instant.parse(text));
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }

  private OptionalLong longNumber(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String start(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, MAX_TEXT), UTF_8);
  }

  private boolean has(String name) {
    return record.headers().lastHeader(name) != null;
  }
}
