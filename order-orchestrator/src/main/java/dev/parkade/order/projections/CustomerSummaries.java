package dev.parkade.order.projections;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.order.projections.CustomerSummary.Total;
import dev.parkade.order.saga.OrderStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/// The orders of customers in numbers.
@Component
public class CustomerSummaries {

  private final JdbcClient jdbc;

  CustomerSummaries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The summary of a customer's orders; all zero for one who never ordered.
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public CustomerSummary of(CustomerId customer) {
    List<Total> confirmed =
        jdbc.sql(
                """
                select currency, sum(amount) as amount
                from projections.customer_total where customer_id = :customer
                group by currency having sum(amount) <> 0 order by currency
                """)
            .param("customer", customer.text())
            .query(
                (rs, _) ->
                    new Total(
                        rs.getBigDecimal("amount").toBigIntegerExact(), rs.getString("currency")))
            .list();
    return jdbc.sql(
            """
            select coalesce(sum(pending), 0) as pending, coalesce(sum(confirmed), 0) as confirmed,
              coalesce(sum(cancelled), 0) as cancelled,
              coalesce(sum(needs_attention), 0) as needs_attention,
              min(first_order_at) as first_order_at, max(last_order_at) as last_order_at
            from projections.customer_summary where customer_id = :customer
            """)
        .param("customer", customer.text())
        .query((rs, _) -> read(customer, confirmed, rs))
        .single();
  }

  private static CustomerSummary read(CustomerId customer, List<Total> confirmed, ResultSet rs)
      throws SQLException {
    Map<OrderStatus, Long> orders = new EnumMap<>(OrderStatus.class);
    orders.put(OrderStatus.PENDING, rs.getLong("pending"));
    orders.put(OrderStatus.CONFIRMED, rs.getLong("confirmed"));
    orders.put(OrderStatus.CANCELLED, rs.getLong("cancelled"));
    orders.put(OrderStatus.NEEDS_ATTENTION, rs.getLong("needs_attention"));
    return new CustomerSummary(
        customer,
        orders,
        confirmed,
        instant(rs.getTimestamp("first_order_at")),
        instant(rs.getTimestamp("last_order_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
