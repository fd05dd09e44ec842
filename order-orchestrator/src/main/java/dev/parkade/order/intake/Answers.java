package dev.parkade.order.intake;

import dev.parkade.messages.id.OrderId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The answers that were given to requests with an idempotency key.
@Component
class Answers {

  private static final String SCOPE = "POST /api/v1/orders";

  private final JdbcClient jdbc;

  Answers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// An answer as it was given.
  record Answer(OrderId order, byte[] fingerprint, int status, String body) {}

  /// Stores the answer in the caller's transaction, if the key is new. It is not while a request
  /// with the same key is on its way: nobody waits for its transaction.
  boolean store(IdempotencyKey key, Answer answer, Instant now) {
    return jdbc.sql(
                """
                insert into idempotency_key
                  (scope, key, fingerprint, order_id, status, body, created_at)
                select :scope, :key, :fingerprint, :order, :status, :body, :now::timestamptz
                -- held until the transaction ends, so that its answer is visible to whoever gets it
                where pg_try_advisory_xact_lock(hashtextextended(:scope || ' ' || :key, 0))
                on conflict do nothing
                """)
            .param("scope", SCOPE)
            .param("key", key.text())
            .param("fingerprint", answer.fingerprint())
            .param("order", answer.order().value())
            .param("status", answer.status())
            .param("body", answer.body())
            .param("now", now.toString())
            .update()
        == 1;
  }

  /// The answer to a key that is not new; empty while the first request is on its way.
  Optional<Answer> find(IdempotencyKey key) {
    return jdbc.sql(
            """
            select order_id, fingerprint, status, body
            from idempotency_key where scope = :scope and key = :key
            """)
        .param("scope", SCOPE)
        .param("key", key.text())
        .query(
            (rs, _) ->
                new Answer(
                    new OrderId(rs.getObject("order_id", UUID.class)),
                    rs.getBytes("fingerprint"),
                    rs.getInt("status"),
                    rs.getString("body")))
        .optional();
  }

  /// Forgets answers that are older.
  int forget(Instant before) {
    return jdbc.sql("delete from idempotency_key where created_at < :before::timestamptz")
        .param("before", before.toString())
        .update();
  }
}
