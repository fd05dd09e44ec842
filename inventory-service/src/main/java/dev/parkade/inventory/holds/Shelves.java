package dev.parkade.inventory.holds;

import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The counters of the products, many rows with one statement. Needs the caller's transaction.
@Repository
class Shelves {

  /// Everybody locks products in this order (that of the bytes, as in the table), after the holds.
  static final Comparator<Sku> LOCK_ORDER = Comparator.comparing(Sku::text);

  private final JdbcClient jdbc;

  Shelves(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Locks these products until the transaction ends; those that do not exist are missing.
  Map<Sku, Shelf> lock(Collection<Sku> skus) {
    Map<Sku, Shelf> shelves = new HashMap<>();
    if (skus.isEmpty()) {
      return shelves;
    }
    jdbc.sql(
            """
            select sku, price_amount, currency, available, held, sold
            from product
            where sku = any(:skus)
            order by sku
            for no key update
            """)
        .param("skus", skus.stream().map(Sku::text).distinct().toArray(String[]::new))
        .query(
            rs -> {
              var price = new Money(rs.getLong("price_amount"), rs.getString("currency"));
              shelves.put(
                  Sku.of(rs.getString("sku")),
                  new Shelf(
                      price, rs.getLong("available"), rs.getLong("held"), rs.getLong("sold")));
            });
    return shelves;
  }

  /// Writes what was changed.
  void store(Map<Sku, Shelf> shelves) {
    List<Map.Entry<Sku, Shelf>> changed = new ArrayList<>(shelves.entrySet());
    changed.removeIf(entry -> !entry.getValue().isChanged());
    if (changed.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update product p
            set available = t.available, held = t.held, sold = t.sold,
                version = p.version + 1, updated_at = now()
            from unnest(:skus::text[], :available::bigint[], :held::bigint[], :sold::bigint[])
              as t (sku, available, held, sold)
            where p.sku = t.sku
            """)
        .param("skus", changed.stream().map(e -> e.getKey().text()).toArray(String[]::new))
        .param(
            "available", changed.stream().map(e -> e.getValue().available()).toArray(Long[]::new))
        .param("held", changed.stream().map(e -> e.getValue().held()).toArray(Long[]::new))
        .param("sold", changed.stream().map(e -> e.getValue().sold()).toArray(Long[]::new))
        .update();
  }
}
