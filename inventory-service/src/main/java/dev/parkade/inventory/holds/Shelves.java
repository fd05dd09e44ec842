package dev.parkade.inventory.holds;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;
import dev.parkade.runtime.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Repository;

/// The counters of the products, many rows with one statement. Needs the caller's transaction.
@Repository
class Shelves {

  /// Everybody locks products in this order (that of the bytes, as in the table), after the holds.
  static final Comparator<Sku> LOCK_ORDER = Comparator.comparing(Sku::text);

  private final JdbcOperations jdbc;

  Shelves(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /// Locks these products until the transaction ends; those that do not exist are missing.
  Map<Sku, Shelf> lock(Collection<Sku> skus) {
    Pipeline alone = new Pipeline();
    Map<Sku, Shelf> shelves = lock(alone, skus, List.of());
    alone.run(jdbc);
    return shelves;
  }

  /// Locks these products, and those that are set aside for these orders or sold to them. To be
  /// added behind the locking of their holds, so that it sees what these are then.
  ///
  /// @return is filled when the pipeline runs
  Map<Sku, Shelf> lock(Pipeline pipeline, Collection<Sku> skus, Collection<OrderId> orders) {
    Map<Sku, Shelf> shelves = new HashMap<>();
    pipeline.query(
        """
        select sku, price_amount, currency, available, held, sold
        from product
        where sku = any (?::text[] || array(
          select l.sku from hold h, jsonb_to_recordset(h.lines) as l (sku text)
          where h.order_id = any (?::uuid[]) and h.status in ('HELD', 'COMMITTED')))
        order by sku
        for no key update
        """,
        rs -> {
          var price = new Money(rs.getLong("price_amount"), rs.getString("currency"));
          shelves.put(
              Sku.of(rs.getString("sku")),
              new Shelf(price, rs.getLong("available"), rs.getLong("held"), rs.getLong("sold")));
        },
        rows -> {},
        skus.stream().map(Sku::text).distinct().toArray(String[]::new),
        orders.stream().map(OrderId::text).distinct().toArray(String[]::new));
    return shelves;
  }

  /// Writes what was changed when the pipeline runs.
  void store(Pipeline pipeline, Map<Sku, Shelf> shelves) {
    List<Map.Entry<Sku, Shelf>> changed = new ArrayList<>(shelves.entrySet());
    changed.removeIf(entry -> !entry.getValue().isChanged());
    if (changed.isEmpty()) {
      return;
    }
    pipeline.update(
        """
        update product p
        set available = t.available, held = t.held, sold = t.sold,
            version = p.version + 1, updated_at = now()
        from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
          as t (sku, available, held, sold)
        where p.sku = t.sku
        """,
        rows -> {},
        changed.stream().map(e -> e.getKey().text()).toArray(String[]::new),
        changed.stream().map(e -> e.getValue().available()).toArray(Long[]::new),
        changed.stream().map(e -> e.getValue().held()).toArray(Long[]::new),
        changed.stream().map(e -> e.getValue().sold()).toArray(Long[]::new));
  }
}
