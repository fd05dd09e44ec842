package dev.parkade.runtime.outbox;

import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Writes outgoing messages into the caller's transaction (transactional outbox): they reach Kafka
/// if and only if it commits, in the order of the rows, at least once.
public class Outbox {

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
    jdbc.sql(
            """
            insert into outbox (topic, message_key, headers, payload)
            select topic, message_key, headers, payload
            from unnest(:topics::text[], :keys::text[], :headers::text[], :payloads::text[])
              with ordinality as t (topic, message_key, headers, payload, n)
            order by n
            """)
        .param("topics", topics)
        .param("keys", keys)
        .param("headers", headers)
        .param("payloads", payloads)
        .update();
  }
}
