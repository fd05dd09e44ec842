package dev.parkade.order.watching;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.OrderStatus;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Asks how far orders have come, whoever brought them there.
@Component
public class OrderNews {

  private final JdbcClient jdbc;

  OrderNews(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The news of all these orders with one statement; unknown ones are missing from the answer.
  public List<News> of(Collection<OrderId> orders) {
    return jdbc.sql(
            """
            select id, history_length, status, reason, version
            from orders where id = any (:orders::uuid[])
            """)
        .param("orders", orders.stream().map(OrderId::text).toArray(String[]::new))
        .query(
            (rs, _) ->
                new News(
                    new OrderId(rs.getObject("id", UUID.class)),
                    rs.getInt("history_length"),
                    OrderStatus.valueOf(rs.getString("status")),
                    rs.getString("reason"),
                    rs.getLong("version")))
        .list();
  }
}
