package dev.parkade.runtime.outbox;

import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.pipeline.Pipeline;
import dev.parkade.runtime.writing.Write;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Writes outgoing messages into the caller's transaction (transactional outbox): they reach Kafka
/// if and only if it commits, in the order of the rows, at least once.
public class Outbox {

  /// With a place for each of the four arrays.
  private static final String INSERT =
      """
      insert into outbox (topic, message_key, headers, payload)
      select topic, message_key, headers, payload
      from unnest(%s::text[], %s::text[], %s::text[], %s::text[])
        with ordinality as t (topic, message_key, headers, payload, n)
      order by n
      """;

  private static final String POSITIONAL = INSERT.formatted("?", "?", "?", "?");
  private static final String NAMED =
      INSERT.formatted(":outTopics", ":outKeys", ":outHeaders", ":outPayloads");

  private final JdbcOperations jdbc;
  private final MessageCodec codec;
  private final JsonMapper json = JsonMapper.shared();

  public Outbox(JdbcOperations jdbc, MessageCodec codec) {
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
    Pipeline alone = new Pipeline();
    addAll(alone, messages);
    alone.run(jdbc);
  }

  /// The same, in one round trip with other statements of the caller's transaction.
  public void addAll(Pipeline pipeline, List<Outgoing> messages) {
    if (!messages.isEmpty()) {
      Rows rows = rows(messages);
      pipeline.update(
          POSITIONAL, n -> {}, rows.topics(), rows.keys(), rows.headers(), rows.payloads());
    }
  }

  /// What [#addAll] does, as a part of a larger statement of the caller's transaction.
  public Write write(List<Outgoing> messages) {
    Rows rows = rows(messages);
    return new Write(
        "outgoing",
        NAMED,
        Map.of(
            "outTopics", rows.topics(),
            "outKeys", rows.keys(),
            "outHeaders", rows.headers(),
            "outPayloads", rows.payloads()));
  }

  private record Rows(String[] topics, String[] keys, String[] headers, String[] payloads) {}

  private Rows rows(List<Outgoing> messages) {
    int n = messages.size();
    Rows rows = new Rows(new String[n], new String[n], new String[n], new String[n]);
    for (int i = 0; i < n; i++) {
      Outgoing outgoing = messages.get(i);
      Encoded encoded = codec.encode(outgoing.message());
      rows.topics()[i] = outgoing.topic().name();
      rows.keys()[i] = outgoing.key();
      rows.headers()[i] = json.writeValueAsString(encoded.headers());
      rows.payloads()[i] = encoded.payload();
    }
    return rows;
  }
}
