package dev.parkade.payment.charging;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.payment.gateway.Claim;
import dev.parkade.payment.gateway.Claims;
import dev.parkade.runtime.consuming.TransientFailure;
import dev.parkade.runtime.pipeline.Pipeline;
import dev.parkade.runtime.tracing.LogContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table of payments, by whole polls.
@Component
class PaymentRows implements Claims {

  private static final Logger log = LoggerFactory.getLogger(PaymentRows.class);

  private final JdbcClient jdbc;
  private final Clock clock;

  PaymentRows(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Map<OrderId, Payment> load(Collection<OrderId> orders) {
    Map<OrderId, Payment> found = new HashMap<>();
    jdbc.sql("select * from payment where order_id = any(:orders::uuid[])")
        .param("orders", texts(orders))
        .query(PaymentRows::payment)
        .list()
        .forEach(payment -> found.put(payment.orderId(), payment));
    return found;
  }

  /// @param found is given what is stored of these orders
  void load(Pipeline pipeline, Collection<OrderId> orders, Consumer<Map<OrderId, Payment>> found) {
    Map<OrderId, Payment> payments = new HashMap<>();
    pipeline.query(
        "select * from payment where order_id = any(?::uuid[])",
        row -> {
          Payment payment = payment(row, 0);
          payments.put(payment.orderId(), payment);
        },
        rows -> found.accept(payments),
        (Object) texts(orders));
  }

  void store(Pipeline pipeline, List<Change> changes) {
    // an order can be decided and changed in the same poll: only its last state is stored
    Map<OrderId, Change> first = new LinkedHashMap<>();
    Map<OrderId, Change> later = new LinkedHashMap<>();
    for (Change change : changes) {
      boolean isFirst = change.first() || first.containsKey(change.orderId());
      (isFirst ? first : later).put(change.orderId(), change);
    }
    insert(pipeline, first.values().stream().map(Change::payment).toList());
    refund(pipeline, later.values().stream().map(Change::payment).toList());
  }

  void insert(Pipeline pipeline, List<Payment> payments) {
    if (payments.isEmpty()) {
      return;
    }
    // not when the provider said yes: what a payment waited for includes the way to the database
    Instant now = clock.instant();
    pipeline.update(
        """
        insert into payment (
          order_id, payment_id, customer_id, command_id, amount, currency, status, refusal,
          detail, provider_reference, command_partition, command_offset,
          customer_committed_at, charged_at, refunded_at, provider, attempts)
        select order_id, payment_id, customer_id, command_id, amount, currency, status,
          refusal, detail, provider_reference, command_partition, command_offset,
          customer_committed_at, charged_at, refunded_at, provider, attempts
        from unnest(
          ?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::bigint[], ?::text[], ?::text[],
          ?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::timestamptz[],
          ?::timestamptz[], ?::timestamptz[], ?::text[], ?::int[]) with ordinality as t (
          order_id, payment_id, customer_id, command_id, amount, currency, status, refusal,
          detail, provider_reference, command_partition, command_offset,
          customer_committed_at, charged_at, refunded_at, provider, attempts, n)
        order by n
        on conflict (order_id) do update set
          command_id = excluded.command_id, amount = excluded.amount,
          currency = excluded.currency, status = excluded.status,
          refusal = excluded.refusal, detail = excluded.detail,
          provider_reference = excluded.provider_reference,
          command_partition = excluded.command_partition,
          command_offset = excluded.command_offset, seq = default,
          customer_committed_at = excluded.customer_committed_at,
          charged_at = excluded.charged_at, refunded_at = excluded.refunded_at,
          provider = excluded.provider, attempts = excluded.attempts
        where payment.status = 'UNCERTAIN' and payment.payment_id = excluded.payment_id
        """,
        stored -> expect(payments.size(), stored),
        texts(payments, p -> p.orderId().text()),
        texts(payments, p -> p.id().text()),
        texts(payments, p -> p.customerId().text()),
        texts(payments, p -> p.commandId().text()),
        numbers(payments, p -> amount(p)),
        texts(payments, PaymentRows::currency),
        texts(payments, p -> p.status().name()),
        texts(payments, p -> p.refusal() == null ? null : p.refusal().name()),
        texts(payments, Payment::detail),
        texts(payments, Payment::reference),
        numbers(payments, p -> (long) p.origin().partition()),
        numbers(payments, p -> p.origin().offset()),
        texts(payments, p -> time(p.customerCommittedAt())),
        texts(payments, p -> p.chargedAt() == null ? null : time(now)),
        texts(payments, p -> time(p.refundedAt())),
        texts(payments, Payment::provider),
        numbers(payments, p -> (long) p.attempts()));
  }

  /// Claims charges before any provider is asked for them; durable when it returns. Of what was
  /// uncertain already, the right to change it goes over, its provider stays.
  ///
  /// @return what is stored now; without those that somebody else has decided
  Map<OrderId, Payment> claim(Collection<Payment> charges) {
    if (charges.isEmpty()) {
      return Map.of();
    }
    List<Payment> payments = List.copyOf(charges);
    Map<OrderId, Payment> claimed = new HashMap<>();
    jdbc.sql(
            """
            insert into payment (
              order_id, payment_id, customer_id, command_id, amount, currency, status,
              command_partition, command_offset, customer_committed_at, provider, attempts)
            select order_id, payment_id, customer_id, command_id, amount, currency, 'UNCERTAIN',
              command_partition, command_offset, customer_committed_at, provider, 1
            from unnest(
              :orders::uuid[], :ids::uuid[], :customers::text[], :commands::uuid[],
              :amounts::bigint[], :currencies::text[], :partitions::int[], :offsets::bigint[],
              :committed::timestamptz[], :providers::text[]) with ordinality as t (
              order_id, payment_id, customer_id, command_id, amount, currency, command_partition,
              command_offset, customer_committed_at, provider, n)
            order by n
            on conflict (order_id) do update set
              payment_id = excluded.payment_id, attempts = payment.attempts + 1,
              provider = coalesce(payment.provider, excluded.provider)
            where payment.status = 'UNCERTAIN' and payment.command_id = excluded.command_id
            returning *
            """)
        .param("orders", texts(payments, p -> p.orderId().text()))
        .param("ids", texts(payments, p -> p.id().text()))
        .param("customers", texts(payments, p -> p.customerId().text()))
        .param("commands", texts(payments, p -> p.commandId().text()))
        .param("amounts", numbers(payments, p -> amount(p)))
        .param("currencies", texts(payments, PaymentRows::currency))
        .param("partitions", numbers(payments, p -> (long) p.origin().partition()))
        .param("offsets", numbers(payments, p -> p.origin().offset()))
        .param("committed", texts(payments, p -> time(p.customerCommittedAt())))
        .param("providers", texts(payments, Payment::provider))
        .query(PaymentRows::payment)
        .list()
        .forEach(payment -> claimed.put(payment.orderId(), payment));
    return claimed;
  }

  @Override
  public boolean move(OrderId order, Claim claim, String to) {
    return change(order, claim, to, 1);
  }

  @Override
  public void release(OrderId order, Claim claim) {
    change(order, claim, null, 0);
  }

  boolean change(OrderId order, Claim claim, @Nullable String provider, int attempts) {
    try {
      int changed =
          jdbc.sql(
                  """
                  update payment set provider = :to, attempts = :attempts
                  where order_id = :order::uuid and payment_id = :claim::uuid
                    and status = 'UNCERTAIN' and provider = :from
                  """)
              .param("to", provider, Types.VARCHAR)
              .param("attempts", attempts)
              .param("order", order.text())
              .param("claim", claim.id().text())
              .param("from", claim.provider())
              .update();
      return changed == 1;
    } catch (DataAccessException e) {
      try (LogContext _ = LogContext.of(order.text(), null)) {
        log.warn("order {}: who may hold its money was not changed: {}", order, e.toString());
      }
      return false;
    }
  }

  void refund(Pipeline pipeline, List<Payment> payments) {
    if (payments.isEmpty()) {
      return;
    }
    pipeline.update(
        """
        update payment p set status = 'REFUNDED', refunded_at = t.refunded_at
        from unnest(?::uuid[], ?::timestamptz[]) as t (order_id, refunded_at)
        where p.order_id = t.order_id and p.status = 'CHARGED'
        """,
        stored -> expect(payments.size(), stored),
        texts(payments, p -> p.orderId().text()),
        texts(payments, p -> time(p.refundedAt())));
  }

  static void expect(int expected, int stored) {
    if (stored != expected) {
      throw new TransientFailure(
          "%d of %d orders were decided by somebody else in the meantime"
              .formatted(expected - stored, expected));
    }
  }

  private static Payment payment(ResultSet row, int n) throws SQLException {
    String currency = row.getString("currency");
    String refusal = row.getString("refusal");
    return new Payment(
        new OrderId(row.getObject("order_id", UUID.class)),
        new PaymentId(row.getObject("payment_id", UUID.class)),
        CustomerId.of(row.getString("customer_id")),
        new MessageId(row.getObject("command_id", UUID.class)),
        currency == null ? null : new Money(row.getLong("amount"), currency),
        PaymentStatus.valueOf(row.getString("status")),
        refusal == null ? null : PaymentRefusal.valueOf(refusal),
        row.getString("detail"),
        row.getString("provider_reference"),
        new Origin(row.getInt("command_partition"), row.getLong("command_offset")),
        instant(row, "customer_committed_at"),
        instant(row, "charged_at"),
        instant(row, "refunded_at"),
        row.getString("provider"),
        row.getInt("attempts"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  private static @Nullable Long amount(Payment payment) {
    return payment.amount() == null ? null : payment.amount().amount();
  }

  private static @Nullable String currency(Payment payment) {
    return payment.amount() == null ? null : payment.amount().currency();
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static String[] texts(Collection<OrderId> orders) {
    return orders.stream().map(OrderId::text).toArray(String[]::new);
  }

  private static @Nullable String[] texts(
      List<Payment> payments, Function<Payment, @Nullable String> value) {
    return payments.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable Long[] numbers(
      List<Payment> payments, Function<Payment, @Nullable Long> value) {
    return payments.stream().map(value).toArray(Long[]::new);
  }
}
