package dev.parkade.order.projections;

import dev.parkade.messages.money.Money;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.SagaJson;
import dev.parkade.runtime.writing.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The statements that bring what clients read up to date. Whoever appends to the history and
/// whoever rebuilds from it use the same ones.
public final class ProjectionWrites {

  /// The columns of `order_view`, and what [#viewRows(List)] is called in [#VIEW_ROWS].
  public static final String VIEW_COLUMNS =
      """
      order_id, customer_id, status, reason, lines, total_amount, total_currency, version,
      created_at, updated_at
      """;

  /// Orders as rows of `order_view`, with the parameters of [#viewRows(List)].
  public static final String VIEW_ROWS =
      """
      unnest(
        :viewOrders::uuid[], :viewCustomers::text[], :viewStatuses::text[], :viewReasons::text[],
        :viewLines::jsonb[], :viewAmounts::bigint[], :viewCurrencies::text[],
        :viewVersions::bigint[], :viewCreated::timestamptz[], :viewUpdated::timestamptz[])
      """;

  /// The columns of `order_timeline`.
  public static final String TIMELINE_COLUMNS =
      "order_id, seq, at, kind, message_type, message_id, detail, state, who, why";

  /// The same out of a row of the history.
  public static final String TIMELINE_OF_HISTORY =
      """
      order_id, seq, at, kind, message_type, message_id, detail, state,
      facts -> 'by' ->> 'who' as who, facts -> 'by' ->> 'why' as why
      """;

  /// In how many slices the orders of a customer are counted: so many of them can change at the
  /// same time without waiting for each other.
  static final int SLICES = 8;

  private ProjectionWrites() {}

  /// Everything that follows from lines and from the changes that they make.
  ///
  /// @param lines a write named `history` that returns the rows of the lines
  static List<Write> of(Write lines, List<ProjectedChange> changes) {
    if (!lines.name().equals("history")) {
      throw new IllegalArgumentException("the lines are named " + lines.name());
    }
    List<Write> writes = new ArrayList<>();
    writes.add(timeline());
    if (!changes.isEmpty()) {
      writes.add(views(changes.stream().map(ProjectedChange::after).toList()));
    }
    List<ProjectedChange> moved = changes.stream().filter(ProjectedChange::movesStatus).toList();
    if (!moved.isEmpty()) {
      writes.add(summaries(moved));
    }
    List<Paid> paid = moved.stream().flatMap(change -> Paid.of(change).stream()).toList();
    if (!paid.isEmpty()) {
      writes.add(totals(paid));
    }
    return writes;
  }

  private static Write timeline() {
    return new Write(
        "timeline",
        "insert into projections.order_timeline (%s) select %s from history on conflict do nothing"
            .formatted(TIMELINE_COLUMNS, TIMELINE_OF_HISTORY),
        Map.of());
  }

  /// Writes orders as clients read them, whatever is there.
  public static Write views(List<ProjectedOrder> orders) {
    return new Write(
        "views",
        """
        insert into projections.order_view as v (%s)
        select * from %s
        on conflict (order_id) do update
        set customer_id = excluded.customer_id, status = excluded.status,
            reason = excluded.reason, lines = excluded.lines,
            total_amount = excluded.total_amount, total_currency = excluded.total_currency,
            version = excluded.version, created_at = excluded.created_at,
            updated_at = excluded.updated_at
        """
            .formatted(VIEW_COLUMNS, VIEW_ROWS),
        viewRows(orders));
  }

  /// The parameters of [#VIEW_ROWS].
  public static Map<String, Object> viewRows(List<ProjectedOrder> orders) {
    return Map.of(
        "viewOrders", texts(orders, o -> o.id().text()),
        "viewCustomers", texts(orders, o -> o.customerId().text()),
        "viewStatuses", texts(orders, o -> o.status().name()),
        "viewReasons", texts(orders, ProjectedOrder::reason),
        "viewLines", texts(orders, o -> SagaJson.lines(o.lines())),
        "viewAmounts", texts(orders, o -> amount(o.total())),
        "viewCurrencies", texts(orders, o -> currency(o.total())),
        "viewVersions", texts(orders, o -> Long.toString(o.version())),
        "viewCreated", texts(orders, o -> o.createdAt().toString()),
        "viewUpdated", texts(orders, o -> o.updatedAt().toString()));
  }

  private static Write summaries(List<ProjectedChange> moved) {
    return new Write(
        "summaries",
        """
        insert into projections.customer_summary as s
          (customer_id, slice, pending, confirmed, cancelled, needs_attention, first_order_at,
           last_order_at)
        select customer_id, slice, sum(pending), sum(confirmed), sum(cancelled),
          sum(needs_attention), min(created_at), max(created_at)
        from unnest(
          :sumCustomers::text[], :sumSlices::smallint[], :sumPending::int[],
          :sumConfirmed::int[], :sumCancelled::int[], :sumAttention::int[],
          :sumCreated::timestamptz[])
          as t (customer_id, slice, pending, confirmed, cancelled, needs_attention, created_at)
        group by customer_id, slice
        order by customer_id, slice -- so that nobody waits in a circle
        on conflict (customer_id, slice) do update
        set pending = s.pending + excluded.pending,
            confirmed = s.confirmed + excluded.confirmed,
            cancelled = s.cancelled + excluded.cancelled,
            needs_attention = s.needs_attention + excluded.needs_attention,
            first_order_at = least(s.first_order_at, excluded.first_order_at),
            last_order_at = greatest(s.last_order_at, excluded.last_order_at)
        returning s.slice
        """,
        Map.of(
            "sumCustomers", texts(moved, c -> c.after().customerId().text()),
            "sumSlices", texts(moved, c -> slice(c.after())),
            "sumPending", texts(moved, c -> step(c, OrderStatus.PENDING)),
            "sumConfirmed", texts(moved, c -> step(c, OrderStatus.CONFIRMED)),
            "sumCancelled", texts(moved, c -> step(c, OrderStatus.CANCELLED)),
            "sumAttention", texts(moved, c -> step(c, OrderStatus.NEEDS_ATTENTION)),
            "sumCreated", texts(moved, c -> c.after().createdAt().toString())));
  }

  /// Waits for the summaries, whose rows guard those of the totals: whoever holds the row of a
  /// customer and a slice holds its totals too.
  private static Write totals(List<Paid> paid) {
    return new Write(
        "totals",
        """
        insert into projections.customer_total as s (customer_id, slice, currency, amount)
        select customer_id, slice, currency, sum(amount)
        from unnest(
          :paidCustomers::text[], :paidSlices::smallint[], :paidCurrencies::text[],
          :paidAmounts::numeric[]) as t (customer_id, slice, currency, amount)
          cross join (select count(*) from summaries) as guarded
        group by customer_id, slice, currency
        order by customer_id, slice, currency
        on conflict (customer_id, slice, currency) do update
        set amount = s.amount + excluded.amount
        """,
        Map.of(
            "paidCustomers", texts(paid, p -> p.order().customerId().text()),
            "paidSlices", texts(paid, p -> slice(p.order())),
            "paidCurrencies", texts(paid, p -> p.total().currency()),
            "paidAmounts", texts(paid, p -> Long.toString(p.sign() * p.total().amount()))));
  }

  /// An order that is confirmed now (1), or is not any more (-1).
  private record Paid(ProjectedOrder order, Money total, int sign) {

    static List<Paid> of(ProjectedChange change) {
      List<Paid> paid = new ArrayList<>(1);
      add(paid, change.before(), -1);
      add(paid, change.after(), 1);
      return paid;
    }

    private static void add(List<Paid> paid, @Nullable ProjectedOrder order, int sign) {
      if (order != null && order.status() == OrderStatus.CONFIRMED && order.total() != null) {
        paid.add(new Paid(order, order.total(), sign));
      }
    }
  }

  private static String step(ProjectedChange change, OrderStatus status) {
    ProjectedOrder before = change.before();
    int was = before != null && before.status() == status ? 1 : 0;
    int is = change.after().status() == status ? 1 : 0;
    return Integer.toString(is - was);
  }

  /// Orders are dealt to the slices by the random end of their ids; a rebuild says the same in SQL.
  private static String slice(ProjectedOrder order) {
    return Long.toString(order.id().value().getLeastSignificantBits() & (SLICES - 1));
  }

  private static @Nullable String amount(@Nullable Money total) {
    return total == null ? null : Long.toString(total.amount());
  }

  private static @Nullable String currency(@Nullable Money total) {
    return total == null ? null : total.currency();
  }

  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
