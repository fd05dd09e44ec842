package dev.parkade.shipping.shipments;

import dev.parkade.messages.id.OrderId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of shipments, many rows with one statement. Needs the caller's transaction.
@Repository
class Shipments {

  private final JdbcClient jdbc;

  Shipments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Locks the shipments of these orders until the transaction ends; those that do not exist are
  /// missing.
  Map<OrderId, Shipment> lock(Collection<OrderId> orders) {
    Map<OrderId, Shipment> shipments = new HashMap<>();
    jdbc.sql(
            """
            select order_id, status, units, tracking from shipment
            where order_id = any(:ids::uuid[]) order by order_id for no key update
            """)
        .param("ids", orders.stream().map(OrderId::text).distinct().toArray(String[]::new))
        .query(
            (rs, _) ->
                new Shipment(
                    new OrderId(rs.getObject("order_id", UUID.class)),
                    ShipmentStatus.valueOf(rs.getString("status")),
                    rs.getLong("units"),
                    rs.getString("tracking")))
        .list()
        .forEach(shipment -> shipments.put(shipment.orderId(), shipment));
    return shipments;
  }

  /// Stores new and changed shipments.
  void store(Collection<Shipment> changed, Instant now) {
    if (changed.isEmpty()) {
      return;
    }
    List<Shipment> shipments = List.copyOf(changed);
    jdbc.sql(
            """
            insert into shipment (order_id, status, units, tracking, updated_at)
            select t.order_id, t.status, t.units, t.tracking, :now::timestamptz
            from unnest(:ids::uuid[], :statuses::text[], :units::bigint[], :trackings::text[])
              as t (order_id, status, units, tracking)
            on conflict (order_id) do update
            set status = excluded.status, updated_at = excluded.updated_at
            """)
        .param("now", now.toString())
        .param("ids", texts(shipments, s -> s.orderId().text()))
        .param("statuses", texts(shipments, s -> s.status().name()))
        .param("units", texts(shipments, s -> Long.toString(s.units())))
        .param("trackings", texts(shipments, Shipment::tracking))
        .update();
  }

  private static @Nullable String[] texts(
      List<Shipment> shipments, Function<Shipment, @Nullable String> column) {
    return shipments.stream().map(column).toArray(String[]::new);
  }
}
