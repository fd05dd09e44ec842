package dev.parkade.deadletters.showing;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A dead letter as one line of JSON, as it is exported and imported:
///
/// ```json
/// {"format":"parkade-dead-letter-1","id":"payment.dlq-3@17","at":"2026-01-02T03:04:05Z",
///  "state":"OPEN","reason":"WRONG_KEY","key":"YWRh","value":"e30=",
///  "headers":[{"name":"ce_id","text":"…"},{"name":"odd","base64":"/w=="},{"name":"none"}]}
/// ```
///
/// Nothing is lost: `key` and `value` are base64 of the bytes, or null; headers are all there, in
/// order, each with `text` if it is UTF-8, else with `base64`, with neither if it has no value.
/// `state` and `reason` are for people and ignored by readers. What was masked says so in `masked`,
/// and cannot be read back.
public final class LetterJson {

  private static final String FORMAT = "parkade-dead-letter-1";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private LetterJson() {}

  /// The line, without its line feed; everything is in it.
  public static String write(DeadLetter letter, LetterState state) {
    ObjectNode line = head(letter, state);
    put(line, "key", letter.key());
    put(line, "value", letter.value());
    ArrayNode headers = line.putArray("headers");
    for (Header header : letter.record().headers()) {
      ObjectNode one = headers.addObject().put("name", header.key());
      if (header.value() != null) {
        Optional<String> text = Utf8.read(header.value());
        if (text.isPresent()) {
          one.put("text", text.get());
        } else {
          one.put("base64", header.value());
        }
      }
    }
    return line.toString();
  }

  /// The line without personal data. A payload that is no JSON is left out altogether.
  public static String write(DeadLetter letter, LetterState state, Masking masking) {
    if (masking.masksNothing()) {
      return write(letter, state);
    }
    Set<String> known = new HashSet<>();
    Optional<JsonNode> payload =
        Payloads.json(letter.value()).map(json -> masking.masked(json, known));
    ObjectNode line = head(letter, state).put("masked", true);
    put(line, "key", masking.masks("key") ? null : letter.key());
    put(line, "value", payload.map(JSON::writeValueAsBytes).orElse(null));
    ArrayNode headers = line.putArray("headers");
    for (Header header : letter.record().headers()) {
      ObjectNode one = headers.addObject().put("name", header.key());
      Optional<String> text = header.value() == null ? Optional.empty() : Utf8.read(header.value());
      if (masking.masks(header.key())) {
        one.put("text", Masking.MASK);
      } else {
        text.ifPresent(t -> one.put("text", masking.masked(t, known)));
      }
    }
    return line.toString();
  }

  /// Reads a line back: the dead letter as it stood where it stood.
  ///
  /// @throws IllegalArgumentException if it is none or was masked; the message says what is wrong,
  ///     and nothing of its content
  public static DeadLetter read(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    if (!json.path("format").asString("").equals(FORMAT)) {
      throw new IllegalArgumentException("not an exported dead letter: format is not " + FORMAT);
    }
    if (json.path("masked").asBoolean(false)) {
      throw new IllegalArgumentException(
          "it was exported without personal data; export it again with --unmask");
    }
    DeadLetterId id = DeadLetterId.of(text(json, "id"));
    byte[] key = bytes(json.path("key"), "key");
    byte[] value = bytes(json.path("value"), "value");
    return new DeadLetter(
        new ConsumerRecord<>(
            id.topic(),
            id.partition(),
            id.offset(),
            instant(text(json, "at")).toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            key == null ? ConsumerRecord.NULL_SIZE : key.length,
            value == null ? ConsumerRecord.NULL_SIZE : value.length,
            key,
            value,
            headers(json.path("headers")),
            Optional.empty()));
  }

  private static ObjectNode head(DeadLetter letter, LetterState state) {
    return JSON.createObjectNode()
        .put("format", FORMAT)
        .put("id", letter.id().text())
        .put("at", letter.at().toString())
        .put("state", state.name())
        .put("reason", letter.reason());
  }

  private static void put(ObjectNode line, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      line.putNull(name);
    } else {
      line.put(name, bytes);
    }
  }

  private static Headers headers(JsonNode json) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("headers is not a list");
    }
    Headers headers = new RecordHeaders();
    for (JsonNode one : json) {
      JsonNode text = one.path("text");
      byte[] value =
          text.isString() ? Utf8.bytes(text.stringValue()) : bytes(one.path("base64"), "base64");
      headers.add(text(one, "name"), value);
    }
    return headers;
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      throw new IllegalArgumentException(name + " is missing or no text");
    }
    return value.stringValue();
  }

  private static byte @Nullable [] bytes(JsonNode json, String name) {
    if (json.isNull() || json.isMissingNode()) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(json.asString(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is not base64", e);
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("at is no time in ISO 8601", e);
    }
  }
}
