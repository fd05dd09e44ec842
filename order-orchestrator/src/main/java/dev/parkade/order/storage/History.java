package dev.parkade.order.storage;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.SagaState;
import dev.parkade.runtime.writing.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The append-only history of all sagas: what came in, what went out, what was decided, and when.
/// Whatever clients see of an order follows from it.
@Component
public class History {

  private final JdbcClient jdbc;

  /// The history as this client sees it.
  public History(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Appends these lines and returns their rows, as `history`.
  public Write append(List<HistoryLine> lines) {
    return new Write(
        "history",
        """
        insert into saga_history
          (order_id, seq, at, kind, message_type, message_id, detail, state, version, facts)
        select * from unnest(
          :lineOrders::uuid[], :lineSeqs::int[], :lineTimes::timestamptz[], :lineKinds::text[],
          :lineTypes::text[], :lineMessages::uuid[], :lineDetails::text[], :lineStates::text[],
          :lineVersions::bigint[], :lineFacts::jsonb[])
        returning *
        """,
        Map.of(
            "lineOrders", texts(lines, l -> l.orderId().text()),
            "lineSeqs", texts(lines, l -> Integer.toString(l.seq())),
            "lineTimes", texts(lines, l -> l.at().toString()),
            "lineKinds", texts(lines, l -> l.kind().name()),
            "lineTypes", texts(lines, HistoryLine::messageType),
            "lineMessages", texts(lines, l -> SagaRows.text(l.messageId())),
            "lineDetails", texts(lines, HistoryLine::detail),
            "lineStates", texts(lines, l -> l.state().name()),
            "lineVersions", texts(lines, l -> Long.toString(l.version())),
            "lineFacts", texts(lines, l -> SagaJson.facts(l.facts()))));
  }

  /// The lines of an order that come after the given one (0 for all), in order, at most so many.
  /// All of them are empty for an unknown order.
  public List<HistoryLine> after(OrderId order, int seq, int limit) {
    return jdbc.sql(
            """
            select * from saga_history where order_id = :order and seq > :seq
            order by seq limit :limit
            """)
        .param("order", order.value())
        .param("seq", seq)
        .param("limit", limit)
        .query(History::read)
        .list();
  }

  /// Reads the lines of these orders, each order's from its beginning, one at a time.
  public void each(Collection<OrderId> orders, Consumer<HistoryLine> reader) {
    jdbc.sql(
            """
            select * from saga_history where order_id = any (:orders::uuid[])
            order by order_id, seq
            """)
        .param("orders", orders.stream().map(OrderId::text).toArray(String[]::new))
        .query(
            rs -> {
              reader.accept(read(rs, 0));
            });
  }

  private static HistoryLine read(ResultSet rs, int row) throws SQLException {
    UUID message = rs.getObject("message_id", UUID.class);
    return new HistoryLine(
        new OrderId(rs.getObject("order_id", UUID.class)),
        rs.getInt("seq"),
        rs.getTimestamp("at").toInstant(),
        Note.valueOf(rs.getString("kind")),
        rs.getString("message_type"),
        message == null ? null : new MessageId(message),
        rs.getString("detail"),
        SagaState.valueOf(rs.getString("state")),
        rs.getLong("version"),
        SagaJson.facts(rs.getString("facts")));
  }

  private static @Nullable String[] texts(
      List<HistoryLine> lines, Function<HistoryLine, @Nullable String> column) {
    return lines.stream().map(column).toArray(String[]::new);
  }
}
