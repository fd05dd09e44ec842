package dev.parkade.order.storage;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.Id;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a row of `orders` as a saga.
final class SagaRows {

  static final String COLUMNS =
      """
      id, customer_id, status, lines, total_amount, total_currency, state, definition, waiting,
      owed, undone_for, command_ids, reserved_by, charged_by, held_until, attempt, due_at, deadline_at,
      history_length, traceparent, version, created_at, updated_at
      """;

  private SagaRows() {}

  static StoredSaga read(ResultSet rs, int row) throws SQLException {
    String trace = rs.getString("traceparent");
    return new StoredSaga(
        saga(rs),
        rs.getInt("definition"),
        SagaJson.ids(rs.getString("command_ids")),
        rs.getInt("attempt"),
        nullableInstant(rs, "due_at"),
        instant(rs, "deadline_at"),
        rs.getInt("history_length"),
        Traceparent.parse(trace).orElseGet(Traceparent::start),
        rs.getLong("version"),
        instant(rs, "created_at"),
        instant(rs, "updated_at"));
  }

  private static Saga saga(ResultSet rs) throws SQLException {
    return new Saga(
        new OrderId(rs.getObject("id", UUID.class)),
        CustomerId.of(rs.getString("customer_id")),
        SagaState.valueOf(rs.getString("state")),
        OrderStatus.valueOf(rs.getString("status")),
        SagaJson.lines(rs.getString("lines")),
        money(rs),
        rs.getString("undone_for"),
        rs.getBoolean("waiting"),
        steps(rs.getString("owed")),
        messageId(rs, "reserved_by"),
        messageId(rs, "charged_by"),
        nullableInstant(rs, "held_until"));
  }

  private static @Nullable Money money(ResultSet rs) throws SQLException {
    String currency = rs.getString("total_currency");
    return currency == null ? null : new Money(rs.getLong("total_amount"), currency);
  }

  static Set<Step> steps(String names) {
    return names.isEmpty()
        ? Set.of()
        : Arrays.stream(names.split(",")).map(Step::valueOf).collect(Collectors.toSet());
  }

  static String names(Set<Step> steps) {
    return steps.stream().sorted().map(Step::name).collect(Collectors.joining(","));
  }

  static @Nullable String text(@Nullable Id id) {
    return id == null ? null : id.text();
  }

  private static @Nullable MessageId messageId(ResultSet rs, String column) throws SQLException {
    UUID id = rs.getObject(column, UUID.class);
    return id == null ? null : new MessageId(id);
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    return rs.getTimestamp(column).toInstant();
  }

  private static @Nullable Instant nullableInstant(ResultSet rs, String column)
      throws SQLException {
    Timestamp time = rs.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
