package dev.parkade.payment.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what the service says.
public final class Wire {

  private static final MessageCodec CODEC = new MessageCodec();

  private Wire() {}

  /// The message of a record.
  public static Message<?> message(ConsumerRecord<String, byte[]> record) {
    return message(
        name -> {
          var header = record.headers().lastHeader(name);
          return header == null ? null : header.value();
        },
        record.value());
  }

  /// Everything that went through the outbox, in that order.
  public static List<Message<?>> outbox(JdbcClient jdbc) {
    return jdbc.sql("select headers, payload from outbox order by seq")
        .<Message<?>>query((rs, n) -> message(rs.getString("headers"), rs.getString("payload")))
        .list();
  }

  private static Message<?> message(String headers, String payload) {
    JsonNode all = JsonMapper.shared().readTree(headers);
    return message(
        name -> all.has(name) ? all.path(name).asString().getBytes(UTF_8) : null,
        payload.getBytes(UTF_8));
  }

  private static Message<?> message(MessageCodec.HeaderLookup headers, byte[] payload) {
    return switch (CODEC.decode(headers, payload)) {
      case Decoded.Readable(var message) -> message;
      case Decoded.Poison poison -> throw new AssertionError(poison);
    };
  }
}
