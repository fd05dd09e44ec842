package dev.parkade.order.rebuilding;

import dev.parkade.order.rebuilding.Difference.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The summaries of customers beside the views of their orders, which were compared with the
/// history before. Needs transactions.
final class CustomerBatches {

  private static final String NEXT =
      """
      select customer_id from (
        (select distinct customer_id from projections.order_view where customer_id > :after
         order by customer_id limit :limit)
        union
        (select distinct customer_id from projections.customer_summary where customer_id > :after
         order by customer_id limit :limit)
        union
        (select distinct customer_id from projections.customer_total where customer_id > :after
         order by customer_id limit :limit)
      ) as ids order by customer_id limit :limit
      """;

  /// What the views add up to. The slice is the one of `ProjectionWrites`.
  private static final String TOLD =
      """
      with views as materialized (
          select customer_id, (get_byte(uuid_send(order_id), 15) & 7)::smallint as slice, status,
            total_amount, total_currency, created_at
          from projections.order_view where customer_id = any (:customers::text[])),
        told as (
          select customer_id, slice,
            count(*) filter (where status = 'PENDING') as pending,
            count(*) filter (where status = 'CONFIRMED') as confirmed,
            count(*) filter (where status = 'CANCELLED') as cancelled,
            count(*) filter (where status = 'NEEDS_ATTENTION') as needs_attention,
            min(created_at) as first_order_at, max(created_at) as last_order_at
          from views group by customer_id, slice),
        told_totals as (
          select customer_id, slice, total_currency as currency, sum(total_amount) as amount
          from views where status = 'CONFIRMED' and total_currency is not null
          group by customer_id, slice, total_currency)
      """;

  private static final String DIFFERENCES =
      TOLD
          + """
          , kept as (
              select customer_id, slice, pending, confirmed, cancelled, needs_attention,
                first_order_at, last_order_at
              from projections.customer_summary where customer_id = any (:customers::text[])),
            kept_totals as (
              select customer_id, slice, currency, amount
              from projections.customer_total where customer_id = any (:customers::text[]))
          select customer_id as id,
            'counts ' || coalesce(kept::text, 'nothing') || ', the orders '
              || coalesce(told::text, 'nothing') as detail
          from told full join kept using (customer_id, slice) where told is distinct from kept
          union all
          select customer_id,
            'adds up to ' || coalesce(k::text, 'nothing') || ', the orders to '
              || coalesce(t::text, 'nothing')
          from told_totals t full join kept_totals k using (customer_id, slice, currency)
          where coalesce(t.amount, 0) <> coalesce(k.amount, 0)
          order by 1
          """;

  /// Locks all rows of these customers, in the order in which writers do; those that are missing
  /// are written for it, as nothing.
  private static final String LOCK =
      """
      insert into projections.customer_summary as s
        (customer_id, slice, pending, confirmed, cancelled, needs_attention, first_order_at,
         last_order_at)
      select customer_id, slice, 0, 0, 0, 0, 'infinity', '-infinity'
      from (
        select customer_id, (get_byte(uuid_send(order_id), 15) & 7)::smallint as slice
        from projections.order_view where customer_id = any (:customers::text[])
        union
        select customer_id, slice from projections.customer_summary
        where customer_id = any (:customers::text[])
        union
        select customer_id, slice from projections.customer_total
        where customer_id = any (:customers::text[])
      ) as slices
      order by customer_id, slice
      on conflict (customer_id, slice) do update set slice = s.slice
      returning customer_id, slice
      """;

  private static final String LOCKED =
      "unnest(:lockedCustomers::text[], :lockedSlices::smallint[]) as l (customer_id, slice)";

  private static final String COUNT =
      TOLD
          + """
          update projections.customer_summary as s
          set pending = t.pending, confirmed = t.confirmed, cancelled = t.cancelled,
              needs_attention = t.needs_attention, first_order_at = t.first_order_at,
              last_order_at = t.last_order_at
          from told t join %s using (customer_id, slice)
          where s.customer_id = t.customer_id and s.slice = t.slice
          """
              .formatted(LOCKED);

  private static final String DROP_COUNTS =
      """
      delete from projections.customer_summary as s using %s
      where s.customer_id = l.customer_id and s.slice = l.slice
        and s.first_order_at = 'infinity' and s.last_order_at = '-infinity'
      """
          .formatted(LOCKED);

  private static final String EMPTY_COUNTS =
      """
      update projections.customer_summary as s
      set first_order_at = 'infinity', last_order_at = '-infinity'
      from %s where s.customer_id = l.customer_id and s.slice = l.slice
      """
          .formatted(LOCKED);

  private static final String DROP_TOTALS =
      """
      delete from projections.customer_total as s using %s
      where s.customer_id = l.customer_id and s.slice = l.slice
      """
          .formatted(LOCKED);

  private static final String ADD_TOTALS =
      TOLD
          + """
          insert into projections.customer_total (customer_id, slice, currency, amount)
          select customer_id, slice, currency, amount
          from told_totals join %s using (customer_id, slice)
          """
              .formatted(LOCKED);

  private final JdbcClient jdbc;

  CustomerBatches(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The next customers, in the order of their ids.
  ///
  /// @param after the last one of the batch before; null to begin with the first
  List<String> next(@Nullable String after, int limit) {
    return jdbc.sql(NEXT)
        .param("after", after == null ? "" : after)
        .param("limit", limit)
        .query((rs, _) -> rs.getString(1))
        .list();
  }

  /// Compares, and changes nothing.
  ///
  /// @return whether a summary differs
  boolean compare(List<String> customers, Differences differences) {
    return differences.add(
        Where.CUSTOMER_SUMMARY,
        jdbc.sql(DIFFERENCES).param("customers", customers.toArray(String[]::new)));
  }

  /// Compares, and counts again if something differs. Whoever changes one of the rows meanwhile has
  /// done so before this counts, or waits and adds to what this has counted.
  void mend(List<String> customers, Differences differences) {
    if (!compare(customers, differences)) {
      return;
    }
    String[] ids = customers.toArray(String[]::new);
    List<Slice> locked =
        jdbc.sql(LOCK).param("customers", ids).query(CustomerBatches::slice).list();
    // from here on each statement sees what was committed before the rows were locked
    apply(EMPTY_COUNTS, locked);
    apply(COUNT, locked, ids);
    apply(DROP_COUNTS, locked);
    apply(DROP_TOTALS, locked);
    apply(ADD_TOTALS, locked, ids);
  }

  /// Some of the orders of a customer.
  private record Slice(String customer, short number) {}

  private static Slice slice(ResultSet rs, int row) throws SQLException {
    return new Slice(rs.getString("customer_id"), rs.getShort("slice"));
  }

  private void apply(String sql, List<Slice> locked) {
    of(locked, sql).update();
  }

  private void apply(String sql, List<Slice> locked, String[] customers) {
    of(locked, sql).param("customers", customers).update();
  }

  private JdbcClient.StatementSpec of(List<Slice> locked, String sql) {
    return jdbc.sql(sql)
        .param("lockedCustomers", locked.stream().map(Slice::customer).toArray(String[]::new))
        .param(
            "lockedSlices",
            locked.stream().map(s -> Short.toString(s.number())).toArray(String[]::new));
  }
}
