package dev.parkade.order.rebuilding;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.projections.OrderFold;
import dev.parkade.order.projections.ProjectedOrder;
import dev.parkade.order.projections.ProjectionWrites;
import dev.parkade.order.rebuilding.Difference.Where;
import dev.parkade.order.storage.History;
import dev.parkade.order.storage.Sagas;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.runtime.writing.Write;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The views and timelines of orders beside what their histories say, a batch at a time. Needs
/// transactions.
final class OrderBatches {

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /// Whoever has a saga or a history, and whoever is in a projection only.
  private static final String NEXT =
      """
      select id from (
        (select id from orders where id > :after order by id limit :limit)
        union
        (select distinct order_id from saga_history where order_id > :after
         order by order_id limit :limit)
        union
        (select order_id from projections.order_view where order_id > :after
         order by order_id limit :limit)
        union
        (select distinct order_id from projections.order_timeline where order_id > :after
         order by order_id limit :limit)
      ) as ids order by id limit :limit
      """;

  private static final String VIEW_DIFFERENCES =
      """
      with told (%1$s) as (select * from %2$s),
        kept as (
          select %1$s from projections.order_view where order_id = any (:orders::uuid[]))
      select coalesce(told.order_id, kept.order_id) as id,
        case
          when kept.order_id is null then 'is missing'
          when told.order_id is null then 'is there, but there is no such order'
          else 'is ' || kept::text || ', by the history it is ' || told::text
        end as detail
      from told full join kept using (order_id)
      where told is distinct from kept
      order by 1
      """
          .formatted(ProjectionWrites.VIEW_COLUMNS, ProjectionWrites.VIEW_ROWS);

  private static final String TIMELINE_DIFFERENCES =
      """
      with told as (
          select %2$s from saga_history where order_id = any (:orders::uuid[])),
        kept as (
          select %1$s from projections.order_timeline where order_id = any (:orders::uuid[]))
      select coalesce(told.order_id, kept.order_id) as id,
        'line ' || coalesce(told.seq, kept.seq) || case
          when kept.order_id is null then ' is missing'
          when told.order_id is null then ' is there, but the history has no such line'
          else ' is ' || kept::text || ', by the history it is ' || told::text
        end as detail
      from told full join kept using (order_id, seq)
      where told is distinct from kept
      order by coalesce(told.order_id, kept.order_id), coalesce(told.seq, kept.seq)
      """
          .formatted(ProjectionWrites.TIMELINE_COLUMNS, ProjectionWrites.TIMELINE_OF_HISTORY);

  private static final String DROP_LINES =
      """
      with told as (
          select %2$s from saga_history where order_id = any (:orders::uuid[]))
      delete from projections.order_timeline as kept
      where kept.order_id = any (:orders::uuid[])
        and not exists (
          select from told
          where told.order_id = kept.order_id and told.seq = kept.seq
            and row (told.*) is not distinct from row (kept.*))
      """
          .formatted(ProjectionWrites.TIMELINE_COLUMNS, ProjectionWrites.TIMELINE_OF_HISTORY);

  private static final String ADD_LINES =
      """
      insert into projections.order_timeline (%s)
      select %s from saga_history where order_id = any (:orders::uuid[])
      on conflict do nothing
      """
          .formatted(ProjectionWrites.TIMELINE_COLUMNS, ProjectionWrites.TIMELINE_OF_HISTORY);

  private final JdbcClient jdbc;
  private final History history;
  private final Sagas sagas;

  OrderBatches(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.history = new History(jdbc);
    this.sagas = new Sagas(jdbc);
  }

  /// The next orders, in the order of their ids.
  ///
  /// @param after the last one of the batch before; null to begin with the first
  List<OrderId> next(@Nullable OrderId after, int limit) {
    return jdbc.sql(NEXT)
        .param("after", after == null ? BEFORE_ALL : after.value())
        .param("limit", limit)
        .query((rs, _) -> new OrderId(rs.getObject(1, UUID.class)))
        .list();
  }

  /// Compares, and changes nothing. Needs one snapshot for all of it.
  void compare(List<OrderId> ids, Differences differences) {
    compare(ids, sagas.read(ids), differences);
  }

  /// Compares, and makes it as the history says. Whoever appends to the history of one of these
  /// orders has to lock its saga first, and waits for the end of the transaction.
  void mend(List<OrderId> ids, Differences differences) {
    List<StoredSaga> locked = sagas.lock(ids);
    Compared compared = compare(ids, locked, differences);
    if (compared.views()) {
      jdbc.sql(
              """
              delete from projections.order_view
              where order_id = any (:orders::uuid[]) and order_id <> all (:told::uuid[])
              """)
          .param("orders", texts(ids))
          .param("told", texts(compared.told().stream().map(ProjectedOrder::id).toList()))
          .update();
      Write.all(List.of(ProjectionWrites.views(compared.told())), jdbc);
    }
    if (compared.timelines()) {
      jdbc.sql(DROP_LINES).param("orders", texts(ids)).update();
      jdbc.sql(ADD_LINES).param("orders", texts(ids)).update();
    }
  }

  /// @param told the orders as their histories say
  /// @param views whether a view differs
  /// @param timelines whether a timeline differs
  private record Compared(List<ProjectedOrder> told, boolean views, boolean timelines) {}

  private Compared compare(List<OrderId> ids, List<StoredSaga> rows, Differences differences) {
    var fold = new OrderFold();
    history.each(ids, fold::accept);
    Map<OrderId, ProjectedOrder> told = new HashMap<>(fold.orders());
    for (StoredSaga row : rows) {
      ProjectedOrder kept = ProjectedOrder.of(row);
      ProjectedOrder before = told.putIfAbsent(row.id(), kept);
      if (before == null) {
        differences.add(
            Where.HISTORY, row.id().text(), "does not say who ordered what; its saga's row does");
      } else if (!before.equals(kept)) {
        differences.add(
            Where.SAGA, row.id().text(), "is " + kept + ", by the history it is " + before);
      }
    }
    for (OrderId id : fold.withoutBeginning()) {
      if (!told.containsKey(id)) {
        differences.add(Where.HISTORY, id.text(), "does not say who ordered what; nothing does");
      }
    }
    List<ProjectedOrder> orders = List.copyOf(told.values());
    Map<String, Object> params = new HashMap<>(ProjectionWrites.viewRows(orders));
    params.put("orders", texts(ids));
    boolean views = differences.add(Where.ORDER_VIEW, jdbc.sql(VIEW_DIFFERENCES).params(params));
    boolean timelines =
        differences.add(
            Where.ORDER_TIMELINE, jdbc.sql(TIMELINE_DIFFERENCES).param("orders", texts(ids)));
    return new Compared(orders, views, timelines);
  }

  private static String[] texts(Collection<OrderId> ids) {
    return ids.stream().map(OrderId::text).toArray(String[]::new);
  }
}
