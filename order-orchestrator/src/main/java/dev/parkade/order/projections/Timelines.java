package dev.parkade.order.projections;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.SagaState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The timelines of orders.
@Component
public class Timelines {

  private final JdbcClient jdbc;

  Timelines(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The timeline of an order from its beginning; empty for an unknown one.
  public List<TimelineLine> of(OrderId order) {
    return after(order, 0, Integer.MAX_VALUE);
  }

  /// What followed a line, oldest first.
  ///
  /// @param seq the number of the line that is known already
  /// @param limit how many lines at most
  public List<TimelineLine> after(OrderId order, int seq, int limit) {
    return jdbc.sql(
            """
            select seq, at, kind, message_type, message_id, detail, state, who, why
            from projections.order_timeline
            where order_id = :order and seq > :seq order by seq limit :limit
            """)
        .param("order", order.value())
        .param("seq", seq)
        .param("limit", limit)
        .query(Timelines::read)
        .list();
  }

  private static TimelineLine read(ResultSet rs, int row) throws SQLException {
    UUID message = rs.getObject("message_id", UUID.class);
    return new TimelineLine(
        rs.getInt("seq"),
        rs.getTimestamp("at").toInstant(),
        Note.valueOf(rs.getString("kind")),
        rs.getString("message_type"),
        message == null ? null : new MessageId(message),
        rs.getString("detail"),
        SagaState.valueOf(rs.getString("state")),
        rs.getString("who"),
        rs.getString("why"));
  }
}
