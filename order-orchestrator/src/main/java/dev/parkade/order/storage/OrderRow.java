package dev.parkade.order.storage;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// An order with its saga as JPA reads it, one by one or in lists. It is written by [Sagas].
@Entity
@Immutable
@Table(name = "orders")
public class OrderRow {

  @Id private UUID id;

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

  @Enumerated(EnumType.STRING)
  private SagaState state;

  private int definition;
  private boolean waiting;

  private String owed;
  private int attempt;

  @Column(name = "due_at")
  private @Nullable Instant dueAt;

  @Column(name = "deadline_at")
  private Instant deadlineAt;

  @Column(name = "history_length")
  private int historyLength;

  private long version;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @SuppressWarnings("NullAway.Init")
  protected OrderRow() {
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

  public SagaState state() {
    return state;
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

  public Set<Step> owed() {
    return SagaRows.steps(owed);
  }

  public boolean waiting() {
    return waiting;
  }

  public int attempt() {
    return attempt;
  }

  public int definition() {
    return definition;
  }

  public @Nullable Instant dueAt() {
    return dueAt;
  }

  public Instant deadlineAt() {
    return deadlineAt;
  }

  /// The number of the newest line of its history.
  public int historyLength() {
    return historyLength;
  }

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
