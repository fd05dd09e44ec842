package dev.parkade.order.storage;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.runtime.consuming.Opening;
import dev.parkade.runtime.writing.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Locks, reads and writes sagas by the set, however many they are. Every method needs a
/// transaction, and the locks last as long as it does.
@Component
public class Sagas {

  private static final String CHANGING =
      """
        :ids::uuid[], :statuses::text[], :reasons::text[], :lines::jsonb[], :amounts::bigint[],
        :currencies::text[], :states::text[], :waiting::boolean[], :owed::text[],
        :undoneFor::text[], :commandIds::jsonb[], :reservedBy::uuid[], :chargedBy::uuid[],
        :attempts::int[], :dueAt::timestamptz[], :heldUntil::timestamptz[], :historyLengths::int[], :versions::bigint[],
        :updatedAt::timestamptz[]
      """;

  private static final String INSERT =
      """
      insert into orders
        (id, status, reason, lines, total_amount, total_currency, state, waiting, owed,
         undone_for, command_ids, reserved_by, charged_by, attempt, due_at, held_until, history_length,
         version, updated_at, customer_id, definition, deadline_at, traceparent, created_at)
      select begun.* from unnest(
      """
          + CHANGING
          + """
            , :customers::text[], :definitions::int[], :deadlines::timestamptz[], :traces::text[],
            :createdAt::timestamptz[]) as begun
            cross join (select pg_advisory_xact_lock(hashtextextended('order ' || :beginning, 0))) as guard
            """;

  /// Returns when no transaction is about to make one of these orders visible.
  private static final String AWAIT_BEGINNINGS =
      """
      select count(pg_advisory_xact_lock_shared(hashtextextended('order ' || id, 0))::text)
      from unnest(:ids::text[]) as id
      """;

  private static final String UPDATE =
      """
      update orders o
      set status = t.status, reason = t.reason, lines = t.lines,
          total_amount = t.total_amount, total_currency = t.total_currency, state = t.state,
          waiting = t.waiting, owed = t.owed, undone_for = t.undone_for,
          command_ids = t.command_ids, reserved_by = t.reserved_by,
          charged_by = t.charged_by, attempt = t.attempt, due_at = t.due_at, held_until = t.held_until,
          history_length = t.history_length, version = t.version, updated_at = t.updated_at
      from unnest(
      """
          + CHANGING
          + """
            ) as t (
              id, status, reason, lines, total_amount, total_currency, state, waiting, owed,
              undone_for, command_ids, reserved_by, charged_by, attempt, due_at, held_until,
              history_length, version, updated_at)
            where o.id = t.id
            """;

  private static final String LOCK =
      "select "
          + SagaRows.COLUMNS
          + "from orders where id = any (%s::uuid[]) order by id for update";

  private final JdbcClient jdbc;

  /// The sagas as this client sees them.
  public Sagas(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Locks these sagas, always in the same order so that nobody waits in a circle. Unknown ids
  /// are missing from the answer.
  ///
  /// A saga that is being committed is not unknown: PostgreSQL hands a transaction to the relay
  /// when it is flushed, which is a moment before others can see it, and a fast participant
  /// answers in that moment. Its transaction is waited for.
  public List<StoredSaga> lock(Collection<OrderId> ids) {
    return withBeginnings(ids, lockVisible(ids));
  }

  /// The same in the first round trip of a poll, which this runs.
  public List<StoredSaga> lock(Collection<OrderId> ids, Opening opening) {
    List<StoredSaga> found = new ArrayList<>();
    opening
        .statements()
        .query(
            LOCK.formatted("?"),
            rs -> found.add(SagaRows.read(rs, found.size())),
            rows -> {},
            (Object) texts(ids));
    opening.run();
    return withBeginnings(ids, found);
  }

  private List<StoredSaga> withBeginnings(Collection<OrderId> ids, List<StoredSaga> found) {
    if (found.size() == ids.size()) {
      return found;
    }
    Set<OrderId> missing = new LinkedHashSet<>(ids);
    found.forEach(saga -> missing.remove(saga.id()));
    jdbc.sql(AWAIT_BEGINNINGS).param("ids", texts(missing)).query(Long.class).single();
    List<StoredSaga> all = new ArrayList<>(found);
    all.addAll(lockVisible(missing));
    return all;
  }

  private List<StoredSaga> lockVisible(Collection<OrderId> ids) {
    return jdbc.sql(LOCK.formatted(":ids")).param("ids", texts(ids)).query(SagaRows::read).list();
  }

  /// Reads these sagas without a lock. Unknown ids are missing from the answer.
  public List<StoredSaga> read(Collection<OrderId> ids) {
    return jdbc.sql("select " + SagaRows.COLUMNS + "from orders where id = any (:ids::uuid[])")
        .param("ids", texts(ids))
        .query(SagaRows::read)
        .list();
  }

  /// Locks the sagas that have been due for longest, except those that somebody else works on and
  /// those of other versions of the definition, which other programs among the replicas look after.
  public List<StoredSaga> lockDue(Instant now, int slice, Set<Integer> versions) {
    return jdbc.sql(
            "select "
                + SagaRows.COLUMNS
                + """
                from orders where due_at <= :now::timestamptz and definition = any (:versions)
                order by due_at limit :slice
                for update skip locked
                """)
        .param("now", now.toString())
        .param("slice", slice)
        .param("versions", versions.toArray(Integer[]::new))
        .query(SagaRows::read)
        .list();
  }

  /// Inserts a saga that has just begun.
  public Write insert(StoredSaga begun) {
    Map<String, Object> params = columns(List.of(begun));
    params.put("beginning", begun.id().text());
    params.put("customers", new String[] {begun.saga().customerId().text()});
    params.put("definitions", new String[] {Integer.toString(begun.definition())});
    params.put("deadlines", new String[] {begun.deadlineAt().toString()});
    params.put("traces", new String[] {begun.trace().header()});
    params.put("createdAt", new String[] {begun.createdAt().toString()});
    return new Write("begun", INSERT, params);
  }

  /// Writes what may change of these locked sagas.
  public Write update(Collection<StoredSaga> sagas) {
    return new Write("sagas", UPDATE, columns(sagas));
  }

  private static Map<String, Object> columns(Collection<StoredSaga> sagas) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("ids", texts(sagas, s -> s.id().text()));
    columns.put("statuses", texts(sagas, s -> s.saga().status().name()));
    columns.put("reasons", texts(sagas, s -> s.saga().publicReason()));
    columns.put("lines", texts(sagas, s -> SagaJson.lines(s.saga().lines())));
    columns.put("amounts", texts(sagas, s -> ofTotal(s, m -> Long.toString(m.amount()))));
    columns.put("currencies", texts(sagas, s -> ofTotal(s, Money::currency)));
    columns.put("states", texts(sagas, s -> s.saga().state().name()));
    columns.put("waiting", texts(sagas, s -> Boolean.toString(s.saga().waiting())));
    columns.put("owed", texts(sagas, s -> SagaRows.names(s.saga().owed())));
    columns.put("undoneFor", texts(sagas, s -> s.saga().reason()));
    columns.put("commandIds", texts(sagas, s -> SagaJson.ids(s.commandIds())));
    columns.put("reservedBy", texts(sagas, s -> SagaRows.text(s.saga().reservedBy())));
    columns.put("chargedBy", texts(sagas, s -> SagaRows.text(s.saga().chargedBy())));
    columns.put("attempts", texts(sagas, s -> Integer.toString(s.attempt())));
    columns.put("dueAt", texts(sagas, s -> text(s.dueAt())));
    columns.put("heldUntil", texts(sagas, s -> text(s.saga().heldUntil())));
    columns.put("historyLengths", texts(sagas, s -> Integer.toString(s.historyLength())));
    columns.put("versions", texts(sagas, s -> Long.toString(s.version())));
    columns.put("updatedAt", texts(sagas, s -> s.updatedAt().toString()));
    return columns;
  }

  private static String[] texts(Collection<OrderId> ids) {
    return ids.stream().map(OrderId::text).toArray(String[]::new);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable String ofTotal(StoredSaga saga, Function<Money, String> part) {
    Money total = saga.saga().total();
    return total == null ? null : part.apply(total);
  }

  private static @Nullable String[] texts(
      Collection<StoredSaga> sagas, Function<StoredSaga, @Nullable String> column) {
    return sagas.stream().map(column).toArray(String[]::new);
  }
}
