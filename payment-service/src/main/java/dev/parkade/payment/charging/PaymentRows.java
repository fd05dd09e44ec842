package dev.parkade.payment.charging;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.runtime.consuming.TransientFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table of payments, by whole polls.
@Component
class PaymentRows {

  private final JdbcClient jdbc;
  private final Clock clock;

  PaymentRows(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Map<OrderId, Payment> load(Collection<OrderId> orders) {
    Map<OrderId, Payment> found = new HashMap<>();
    jdbc.sql("select * from payment where order_id = any(:orders::uuid[])")
        .param("orders", orders.stream().map(OrderId::text).toArray(String[]::new))
        .query(PaymentRows::payment)
        .list()
        .forEach(payment -> found.put(payment.orderId(), payment));
    return found;
  }

  void store(List<Change> changes) {
    // an order can be decided and changed in the same poll: only its last state is stored
    Map<OrderId, Change> first = new LinkedHashMap<>();
    Map<OrderId, Change> later = new LinkedHashMap<>();
    for (Change change : changes) {
      boolean isFirst = change.first() || first.containsKey(change.orderId());
      (isFirst ? first : later).put(change.orderId(), change);
    }
    insert(first.values().stream().map(Change::payment).toList());
    refund(later.values().stream().map(Change::payment).toList());
  }

  private void insert(List<Payment> payments) {
    if (payments.isEmpty()) {
      return;
    }
    // not when the provider said yes: what a payment waited for includes the way to the database
    Instant now = clock.instant();
    int stored =
        jdbc.sql(
                """
                insert into payment (
                  order_id, payment_id, customer_id, command_id, amount, currency, status, refusal,
                  detail, provider_reference, command_partition, command_offset,
                  customer_committed_at, charged_at, refunded_at)
                select order_id, payment_id, customer_id, command_id, amount, currency, status,
                  refusal, detail, provider_reference, command_partition, command_offset,
                  customer_committed_at, charged_at, refunded_at
                from unnest(
                  :orders::uuid[], :ids::uuid[], :customers::text[], :commands::uuid[],
                  :amounts::bigint[], :currencies::text[], :statuses::text[], :refusals::text[],
                  :details::text[], :references::text[], :partitions::int[], :offsets::bigint[],
                  :committed::timestamptz[], :charged::timestamptz[], :refunded::timestamptz[])
                  with ordinality as t (
                  order_id, payment_id, customer_id, command_id, amount, currency, status, refusal,
                  detail, provider_reference, command_partition, command_offset,
                  customer_committed_at, charged_at, refunded_at, n)
                order by n
                on conflict (order_id) do nothing
                """)
            .param("orders", texts(payments, p -> p.orderId().text()))
            .param("ids", texts(payments, p -> p.id().text()))
            .param("customers", texts(payments, p -> p.customerId().text()))
            .param("commands", texts(payments, p -> p.commandId().text()))
            .param("amounts", numbers(payments, p -> amount(p)))
            .param("currencies", texts(payments, PaymentRows::currency))
            .param("statuses", texts(payments, p -> p.status().name()))
            .param(
                "refusals", texts(payments, p -> p.refusal() == null ? null : p.refusal().name()))
            .param("details", texts(payments, Payment::detail))
            .param("references", texts(payments, Payment::reference))
            .param("partitions", numbers(payments, p -> (long) p.origin().partition()))
            .param("offsets", numbers(payments, p -> p.origin().offset()))
            .param("committed", texts(payments, p -> time(p.customerCommittedAt())))
            .param("charged", texts(payments, p -> p.chargedAt() == null ? null : time(now)))
            .param("refunded", texts(payments, p -> time(p.refundedAt())))
            .update();
    expect(payments.size(), stored);
  }

  private void refund(List<Payment> payments) {
    if (payments.isEmpty()) {
      return;
    }
    int stored =
        jdbc.sql(
                """
                update payment p set status = 'REFUNDED', refunded_at = t.refunded_at
                from unnest(:orders::uuid[], :refunded::timestamptz[]) as t (order_id, refunded_at)
                where p.order_id = t.order_id and p.status = 'CHARGED'
                """)
            .param("orders", texts(payments, p -> p.orderId().text()))
            .param("refunded", texts(payments, p -> time(p.refundedAt())))
            .update();
    expect(payments.size(), stored);
  }

  private static void expect(int expected, int stored) {
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
        instant(row, "refunded_at"));
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

  private static @Nullable String[] texts(
      List<Payment> payments, Function<Payment, @Nullable String> value) {
    return payments.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable Long[] numbers(
      List<Payment> payments, Function<Payment, @Nullable Long> value) {
    return payments.stream().map(value).toArray(Long[]::new);
  }
}
