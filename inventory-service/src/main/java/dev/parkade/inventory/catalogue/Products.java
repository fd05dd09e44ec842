package dev.parkade.inventory.catalogue;

import dev.parkade.messages.id.Sku;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of products, as the catalogue sees it. What a change sees is what other transactions
/// have committed: holds that are decided at the same time come before it or after it.
@Repository
class Products {

  /// More units than anybody has, and few enough that no counter can overflow.
  static final long MAX_UNITS = 1_000_000_000_000L;

  private final EntityManager entities;
  private final JdbcClient jdbc;
  private final Clock clock;

  Products(EntityManager entities, JdbcClient jdbc, Clock clock) {
    this.entities = entities;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// Creates or replaces; true if it was new.
  boolean put(Sku sku, ProductDetails details) {
    return jdbc.sql(
            """
            insert into product as p
              (sku, name, price_amount, currency, available, supplied, version, updated_at)
            values (:sku, :name, :amount, :currency, :available, :available, 1, :now)
            on conflict (sku) do update
            set name = excluded.name,
                price_amount = excluded.price_amount,
                currency = excluded.currency,
                available = excluded.available,
                supplied = excluded.available + p.held + p.sold,
                version = p.version + 1,
                updated_at = excluded.updated_at
            returning version = 1
            """)
        .param("sku", sku.text())
        .param("name", details.name())
        .param("amount", details.price().amount())
        .param("currency", details.price().currency())
        .param("available", details.available())
        .param("now", now())
        .query(Boolean.class)
        .single();
  }

  /// Adds units; false if there is no such product or no room for so many.
  boolean restock(Sku sku, long quantity) {
    return jdbc.sql(
                """
                update product
                set available = available + :quantity,
                    supplied = supplied + :quantity,
                    version = version + 1,
                    updated_at = :now
                where sku = :sku and available <= :max - :quantity
                """)
            .param("sku", sku.text())
            .param("quantity", quantity)
            .param("max", MAX_UNITS)
            .param("now", now())
            .update()
        == 1;
  }

  Optional<Product> find(Sku sku) {
    return Optional.ofNullable(entities.find(Product.class, sku.text()));
  }

  /// In order of SKUs, those after the given one.
  List<Product> list(@Nullable Sku after, int limit) {
    return entities
        .createQuery("select p from Product p where p.sku > :after order by p.sku", Product.class)
        .setParameter("after", after == null ? "" : after.text())
        .setMaxResults(limit)
        .getResultList();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
