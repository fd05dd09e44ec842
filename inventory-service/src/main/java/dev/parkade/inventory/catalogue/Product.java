package dev.parkade.inventory.catalogue;

import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/// A product as stored, for reading. Its counters are written with SQL, many rows at a time.
@Entity
class Product {

  @Id private String sku;
  private String name;
  private long priceAmount;
  private String currency;
  private long available;
  private long held;
  private long sold;
  @Version private long version;

  /// For Hibernate.
  @SuppressWarnings("NullAway.Init")
  protected Product() {}

  long version() {
    return version;
  }

  ProductView view() {
    var price = new Money(priceAmount, currency);
    return new ProductView(Sku.of(sku), name, price, available, held, sold);
  }
}
