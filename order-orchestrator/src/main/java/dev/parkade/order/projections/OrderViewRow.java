package dev.parkade.order.projections;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.SagaJson;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// An order as clients read it. Written by [Projections] and by rebuilds.
@Entity
@Immutable
@Table(name = "order_view", schema = Projections.SCHEMA)
public class OrderViewRow {

  @Id
  @Column(name = "order_id")
  private UUID id;

  @Column(name = "customer_id")
  private String customerId;

  @Enumerated(EnumType.STRING)
  private OrderStatus status;

  private @Nullable String reason;

  @JdbcTypeCode(SqlTypes.JSON)
  private String lines;

  @Column(name = "total_amount")
  private @Nullable Long totalAmount;

  @Column(name = "total_currency")
  private @Nullable String totalCurrency;

  private long version;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @SuppressWarnings("NullAway.Init")
  protected OrderViewRow() {
    // for JPA
  }

  public OrderId id() {
    return new OrderId(id);
  }

  public CustomerId customerId() {
    return CustomerId.of(customerId);
  }

  public OrderStatus status() {
    return status;
  }

  public @Nullable String reason() {
    return reason;
  }

  public List<Line> lines() {
    return SagaJson.lines(lines);
  }

  public @Nullable Money total() {
    return totalAmount == null || totalCurrency == null
        ? null
        : new Money(totalAmount, totalCurrency);
  }

  /// The order's ETag.
  public long version() {
    return version;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }
}
