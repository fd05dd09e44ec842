package dev.parkade.inventory.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the service has answered so far, as it stands in its outbox.
final class Answers {

  private final JdbcClient jdbc;
  private final MessageCodec codec = new MessageCodec();

  Answers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The answers about these orders, each order's in the sequence in which they were given.
  Map<OrderId, List<World.Answer>> about(Collection<OrderId> orders) {
    Map<OrderId, List<World.Answer>> answers = new HashMap<>();
    jdbc.sql(
            """
            select headers, payload from outbox where message_key = any(:orders) order by seq
            """)
        .param("orders", orders.stream().map(OrderId::text).toArray(String[]::new))
        .query((rs, _) -> decode(rs.getString("headers"), rs.getString("payload")))
        .list()
        .forEach(
            message -> {
              var reply = (InventoryReply) message.body();
              MessageId cause = Objects.requireNonNull(message.envelope().causationId());
              answers
                  .computeIfAbsent(reply.orderId(), o -> new ArrayList<>())
                  .add(new World.Answer(cause, reply));
            });
    return answers;
  }

  private Message<?> decode(String headers, String payload) {
    JsonNode all = JsonMapper.shared().readTree(headers);
    var decoded =
        codec.decode(
            name -> all.has(name) ? all.path(name).asString().getBytes(UTF_8) : null,
            payload.getBytes(UTF_8));
    return ((Decoded.Readable) decoded).message();
  }
}
