package dev.parkade.messages.wire;

import static dev.parkade.messages.deadletter.DeadLetterReason.MALFORMED_HEADER;
import static dev.parkade.messages.deadletter.DeadLetterReason.MALFORMED_PAYLOAD;
import static dev.parkade.messages.deadletter.DeadLetterReason.MISSING_HEADER;
import static dev.parkade.messages.deadletter.DeadLetterReason.NULL_PAYLOAD;
import static dev.parkade.messages.deadletter.DeadLetterReason.OVERSIZED_PAYLOAD;
import static dev.parkade.messages.deadletter.DeadLetterReason.UNKNOWN_TYPE;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Envelope;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.MessageId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Turns messages into CloudEvents 1.0 (Kafka binding, binary mode, JSON) and back. Thread-safe.
///
/// Decoding treats every byte as untrusted: it never throws for what a record contains, but says
/// [Decoded.Poison] with a reason. Only the headers of [WireHeaders] are ever looked at.
public final class MessageCodec {

  /// Far above any message of ours; a larger payload is not read at all.
  public static final int MAX_PAYLOAD_BYTES = 256 * 1024;

  /// Longer than any header of ours.
  public static final int MAX_HEADER_BYTES = 256;

  private static final String JSON = "application/json";

  private final JsonMapper json = WireJson.mapper();

  /// Looks up the last header of a name, null if there is none.
  @FunctionalInterface
  public interface HeaderLookup {
    byte @Nullable [] last(String name);
  }

  /// Never fails for a message whose type is registered.
  public Encoded encode(Message<?> message) {
    Envelope e = message.envelope();
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(12);
    headers.put(WireHeaders.SPEC_VERSION, "1.0");
    headers.put(WireHeaders.ID, e.id().text());
    headers.put(WireHeaders.TYPE, MessageTypes.nameOf(message.body().getClass()));
    headers.put(WireHeaders.SOURCE, e.source());
    headers.put(WireHeaders.SUBJECT, e.subject());
    headers.put(WireHeaders.TIME, e.time().toString());
    headers.put(WireHeaders.CORRELATION_ID, e.correlationId());
    headers.put(WireHeaders.CONTENT_TYPE, JSON);
    if (e.causationId() != null) {
      headers.put(WireHeaders.CAUSATION_ID, e.causationId().text());
    }
    if (e.traceparent() != null) {
      headers.put(WireHeaders.TRACEPARENT, e.traceparent().header());
    }
    return new Encoded(headers, json.writeValueAsString(message.body()));
  }

  /// Reads a record's headers and payload.
  public Decoded decode(HeaderLookup headers, byte @Nullable [] payload) {
    try {
      return new Decoded.Readable(read(headers, payload));
    } catch (Unreadable e) {
      return new Decoded.Poison(e.reason, e.detail);
    }
  }

  private Message<?> read(HeaderLookup headers, byte @Nullable [] payload) throws Unreadable {
    if (payload == null) {
      throw new Unreadable(NULL_PAYLOAD, "the record has no payload");
    }
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw new Unreadable(
          OVERSIZED_PAYLOAD,
          "the payload has " + payload.length + " bytes, the limit is " + MAX_PAYLOAD_BYTES);
    }
    String version = required(headers, WireHeaders.SPEC_VERSION);
    if (!version.equals("1.0")) {
      throw new Unreadable(MALFORMED_HEADER, "ce_specversion must be 1.0");
    }
    String type = required(headers, WireHeaders.TYPE);
    Class<? extends MessageBody> bodyType =
        MessageTypes.bodyOf(type)
            .orElseThrow(
                () -> new Unreadable(UNKNOWN_TYPE, "ce_type " + type + " is not a known type"));
    Envelope envelope = envelope(headers);
    return new Message<>(envelope, body(bodyType, payload));
  }

  private MessageBody body(Class<? extends MessageBody> type, byte[] payload) throws Unreadable {
    try {
      MessageBody body = json.readValue(payload, type);
      if (body == null) {
        throw new Unreadable(MALFORMED_PAYLOAD, "the payload is JSON null");
      }
      return body;
    } catch (JacksonException e) {
      // the original message without the source excerpt, which could repeat personal data
      throw new Unreadable(
          MALFORMED_PAYLOAD,
          "the payload is not a " + MessageTypes.nameOf(type) + ": " + firstLine(e));
    }
  }

  private static Envelope envelope(HeaderLookup headers) throws Unreadable {
    MessageId id = messageId(WireHeaders.ID, required(headers, WireHeaders.ID));
    Optional<String> causation = optional(headers, WireHeaders.CAUSATION_ID);
    MessageId causationId =
        causation.isPresent() ? messageId(WireHeaders.CAUSATION_ID, causation.get()) : null;
    return new Envelope(
        id,
        required(headers, WireHeaders.SOURCE),
        required(headers, WireHeaders.SUBJECT),
        time(required(headers, WireHeaders.TIME)),
        required(headers, WireHeaders.CORRELATION_ID),
        causationId,
        optional(headers, WireHeaders.TRACEPARENT).flatMap(Traceparent::parse).orElse(null));
  }

  private static MessageId messageId(String header, String text) throws Unreadable {
    try {
      return MessageId.of(text);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(MALFORMED_HEADER, header + " is " + e.getMessage());
    }
  }

  private static Instant time(String text) throws Unreadable {
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException e) {
      throw new Unreadable(MALFORMED_HEADER, "ce_time is not an RFC 3339 time");
    }
  }

  private static String required(HeaderLookup headers, String name) throws Unreadable {
    return optional(headers, name)
        .orElseThrow(() -> new Unreadable(MISSING_HEADER, "the header " + name + " is missing"));
  }

  private static Optional<String> optional(HeaderLookup headers, String name) throws Unreadable {
    byte[] bytes = headers.last(name);
    if (bytes == null || bytes.length == 0) {
      return Optional.empty();
    }
    if (bytes.length > MAX_HEADER_BYTES) {
      throw new Unreadable(
          MALFORMED_HEADER,
          "the header " + name + " has " + bytes.length + " bytes, more than " + MAX_HEADER_BYTES);
    }
    if (isPrintableAscii(bytes)) {
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw new Unreadable(MALFORMED_HEADER, "the header " + name + " has control characters");
      }
      return Optional.of(text);
    } catch (CharacterCodingException e) {
      throw new Unreadable(MALFORMED_HEADER, "the header " + name + " is not UTF-8");
    }
  }

  /// What nearly every header is, and needs no decoder.
  private static boolean isPrintableAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }

  private static String firstLine(JacksonException e) {
    String text = e.getOriginalMessage();
    String line = text == null ? e.getClass().getSimpleName() : text.lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  private static final class Unreadable extends Exception {

    private final transient DeadLetterReason reason;
    private final String detail;

    Unreadable(DeadLetterReason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
      this.detail = detail;
    }
  }
}
