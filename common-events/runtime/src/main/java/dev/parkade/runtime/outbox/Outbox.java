package dev.parkade.runtime.outbox;

import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.writing.Write;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Writes outgoing messages into the caller's transaction (transactional outbox): they reach Kafka
/// if and only if it commits, in the order of the rows, at least once.
public class Outbox {

  private static final String INSERT =
      """
      insert into outbox (topic, message_key, headers, payload)
      select topic, message_key, headers, payload
      from unnest(
        :outTopics::text[], :outKeys::text[], :outHeaders::text[], :outPayloads::text[])
        with ordinality as t (topic, message_key, headers, payload, n)
      order by n
      """;

  private final JdbcClient jdbc;
  private final MessageCodec codec;
  private final JsonMapper json = JsonMapper.shared();

  public Outbox(JdbcClient jdbc, MessageCodec codec) {
    this.jdbc = jdbc;
    this.codec = codec;
  }

  /// Adds one message.
  ///
  /// @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(Outgoing message) {
    addAll(List.of(message));
  }

  /// Adds all messages with one statement, in the order of the list.
  ///
  /// @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
  @Transactional(propagation = Propagation.MANDATORY)
  public void addAll(List<Outgoing> messages) {
    if (messages.isEmpty()) {
      return;
    }
    Write write = write(messages);
    jdbc.sql(write.sql()).params(write.params()).update();
  }

  /// What [#addAll] does, as a part of a larger statement of the caller's transaction.
  public Write write(List<Outgoing> messages) {
    int n = messages.size();
    String[] topics = new String[n];
    String[] keys = new String[n];
    String[] headers = new String[n];
    String[] payloads = new String[n];
    for (int i = 0; i < n; i++) {
      Outgoing outgoing = messages.get(i);
      Encoded encoded = codec.encode(outgoing.message());
      topics[i] = outgoing.topic().name();
      keys[i] = outgoing.key();
      headers[i] = json.writeValueAsString(encoded.headers());
      payloads[i] = encoded.payload();
    }
    return new Write(
        "outgoing",
        INSERT,
        Map.of(
            "outTopics", topics,
            "outKeys", keys,
            "outHeaders", headers,
            "outPayloads", payloads));
  }
}
