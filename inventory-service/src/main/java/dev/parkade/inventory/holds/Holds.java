package dev.parkade.inventory.holds;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.money.Money;
import dev.parkade.runtime.pipeline.Pipeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The table of holds, many rows with one statement. Locking and storing need the caller's
/// transaction, and travel with its other statements.
@Repository
class Holds {

  private static final TypeReference<List<HoldLine>> LINES = new TypeReference<>() {};
  private static final String COLUMNS =
      "order_id, status, lines, refusal, detail, total_amount, currency, expires_at";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Holds(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<Hold> find(OrderId orderId) {
    return jdbc.sql("select " + COLUMNS + " from hold where order_id = :id")
        .param("id", orderId.value())
        .query((rs, _) -> read(rs))
        .optional();
  }

  /// Locks the holds of these orders until the transaction ends; those that do not exist are
  /// missing.
  ///
  /// @return is filled when the pipeline runs
  Map<OrderId, Hold> lock(Pipeline pipeline, Collection<OrderId> orders) {
    Map<OrderId, Hold> holds = new HashMap<>();
    pipeline.query(
        "select "
            + COLUMNS
            + " from hold where order_id = any (?::uuid[]) order by order_id for no key update",
        rs -> {
          Hold hold = read(rs);
          holds.put(hold.orderId(), hold);
        },
        rows -> {},
        (Object) texts(orders));
    return holds;
  }

  /// Locks holds whose time has passed, the oldest first, except those that somebody else has
  /// locked.
  List<Hold> lockDue(Instant now, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                   from hold
                  where status = 'HELD' and expires_at <= :now
                  order by expires_at
                  limit :limit
                  for no key update skip locked
                  """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .query((rs, _) -> read(rs))
        .list();
  }

  /// Stores new and changed holds when the pipeline runs.
  void store(Pipeline pipeline, Collection<Hold> changed, Instant now) {
    if (changed.isEmpty()) {
      return;
    }
    List<Hold> holds = List.copyOf(changed);
    pipeline.update(
        """
        insert into hold as h
          (order_id, status, lines, refusal, detail, total_amount, currency, expires_at, updated_at)
        select t.order_id, t.status, t.lines, t.refusal, t.detail, t.total_amount, t.currency,
               t.expires_at, ?::timestamptz
        from unnest(?::uuid[], ?::text[], ?::jsonb[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                    ?::timestamptz[])
          as t (order_id, status, lines, refusal, detail, total_amount, currency, expires_at)
        on conflict (order_id) do update
        set status = excluded.status, updated_at = excluded.updated_at
        """,
        rows -> {},
        now.toString(),
        column(holds, h -> h.orderId().text(), String[]::new),
        column(holds, h -> h.status().name(), String[]::new),
        column(holds, h -> json.writeValueAsString(h.lines()), String[]::new),
        column(holds, h -> name(h.refusal()), String[]::new),
        column(holds, Hold::detail, String[]::new),
        column(holds, h -> amount(h.total()), Long[]::new),
        column(holds, h -> currency(h.total()), String[]::new),
        column(holds, h -> text(h.expiresAt()), String[]::new));
  }

  private static String[] texts(Collection<OrderId> orders) {
    return orders.stream().map(OrderId::text).distinct().toArray(String[]::new);
  }

  private static <T> T[] column(
      List<Hold> holds, Function<Hold, @Nullable T> value, IntFunction<T[]> array) {
    return holds.stream().map(value).toArray(array);
  }

  private static @Nullable String name(@Nullable StockRefusal refusal) {
    return refusal == null ? null : refusal.name();
  }

  private static @Nullable Long amount(@Nullable Money money) {
    return money == null ? null : money.amount();
  }

  private static @Nullable String currency(@Nullable Money money) {
    return money == null ? null : money.currency();
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private Hold read(ResultSet rs) throws SQLException {
    String refusal = rs.getString("refusal");
    String currency = rs.getString("currency");
    OffsetDateTime expiresAt = rs.getObject("expires_at", OffsetDateTime.class);
    return new Hold(
        new OrderId(rs.getObject("order_id", UUID.class)),
        HoldStatus.valueOf(rs.getString("status")),
        json.readValue(rs.getString("lines"), LINES),
        refusal == null ? null : StockRefusal.valueOf(refusal),
        rs.getString("detail"),
        currency == null ? null : new Money(rs.getLong("total_amount"), currency),
        expiresAt == null ? null : expiresAt.toInstant());
  }
}
