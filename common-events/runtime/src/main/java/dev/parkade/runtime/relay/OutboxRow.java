package dev.parkade.runtime.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.topic.Topics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One row of the outbox, read from the log or from the table.
record OutboxRow(long seq, String topic, String key, String headers, String payload) {

  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  /// The row that a change event inserted; `null` for anything else than an insert.
  static @Nullable OutboxRow inserted(SourceRecord change) {
    if (!(change.value() instanceof Struct event)
        || event.schema().field("after") == null
        || event.getStruct("after") == null) {
      return null;
    }
    Struct row = event.getStruct("after");
    return new OutboxRow(
        row.getInt64("seq"),
        row.getString("topic"),
        row.getString("message_key"),
        row.getString("headers"),
        row.getString("payload"));
  }

  static OutboxRow of(ResultSet row) throws SQLException {
    return new OutboxRow(
        row.getLong("seq"),
        row.getString("topic"),
        row.getString("message_key"),
        row.getString("headers"),
        row.getString("payload"));
  }

  boolean isHeartbeat() {
    return topic.equals(Topics.RELAY_HEARTBEATS.name());
  }

  /// @throws RelayFailure if the headers are not a JSON object of texts
  ProducerRecord<String, byte[]> toRecord() {
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(topic, key, payload.getBytes(UTF_8));
    try {
      JsonMapper.shared()
          .readValue(headers, HEADERS)
          .forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
    } catch (JacksonException malformed) {
      throw new RelayFailure(
          "outbox row "
              + seq
              + " for "
              + topic
              + " has headers that are not a JSON object of texts",
          malformed);
    }
    return message;
  }
}
