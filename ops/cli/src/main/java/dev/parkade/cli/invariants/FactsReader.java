package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.Amount;
import dev.parkade.cli.invariants.Facts.HeldLine;
import dev.parkade.cli.invariants.Facts.Order;
import dev.parkade.cli.invariants.Facts.OutboxRow;
import dev.parkade.cli.invariants.Facts.Payment;
import dev.parkade.cli.invariants.Facts.Position;
import dev.parkade.cli.invariants.Facts.Product;
import dev.parkade.local.Endpoints;
import dev.parkade.local.Part;
import dev.parkade.messages.topic.Topics;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the facts of a running system: all four databases and all topics.
///
/// The databases are read before the topics, and none of them at the same instant as another: what
/// is on its way meanwhile looks like a contradiction. Read a system that is quiet.
public final class FactsReader {
  private static final Set<String> TOPICS =
      Topics.ALL.stream()
          .filter(it -> it != Topics.RELAY_HEARTBEATS && it != Topics.DLQ_LEDGER)
          .map(it -> it.name())
          .collect(Collectors.toUnmodifiableSet());

  private final Endpoints endpoints;
  private final Clock clock;

  public FactsReader(Endpoints endpoints, Clock clock) {
    this.endpoints = endpoints;
    this.clock = clock;
  }

  /// Reads everything once.
  public Facts read(Witnessed witnessed) {
    var products = products();
    var holds = holds();
    var payments = payments();
    var orders = orders();
    var outboxes = new ArrayList<OutboxRow>();
    var positions = new ArrayList<Position>();
    for (var service : Part.services()) {
      outboxes.addAll(outbox(service));
      positions.addAll(positions(service));
    }
    var topics = TopicDump.read(endpoints.bootstrapServers(), TOPICS);
    return new Facts(
        clock.instant(),
        products,
        holds,
        payments,
        orders,
        outboxes,
        positions,
        topics.records(),
        topics.ends(),
        witnessed);
  }

  private Database database(Part service) {
    return new Database(endpoints.database(service));
  }

  private List<Product> products() {
    return database(Part.INVENTORY)
        .query(
            "select sku, supplied, available, held, sold from product",
            row ->
                new Product(
                    row.getString("sku"),
                    row.getLong("supplied"),
                    row.getLong("available"),
                    row.getLong("held"),
                    row.getLong("sold")));
  }

  private List<HeldLine> holds() {
    return database(Part.INVENTORY)
        .query(
            """
            select h.order_id, l.sku, sum(l.quantity) as quantity, h.status
            from hold h, jsonb_to_recordset(h.lines) as l (sku text, quantity bigint)
            group by h.order_id, l.sku, h.status
            """,
            row ->
                new HeldLine(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)));
  }

  private List<Payment> payments() {
    return database(Part.PAYMENT)
        .query(
            """
            select order_id, payment_id, customer_id, amount, currency, status, command_id,
              command_partition, command_offset, seq
            from payment
            """,
            row ->
                new Payment(
                    row.getString("order_id"),
                    row.getString("payment_id"),
                    row.getString("customer_id"),
                    amount(row, "amount", "currency"),
                    row.getString("status"),
                    row.getString("command_id"),
                    row.getInt("command_partition"),
                    row.getLong("command_offset"),
                    row.getLong("seq")));
  }

  private List<Order> orders() {
    return database(Part.ORDERS)
        .query(
            """
            select o.id, o.status, o.total_amount, o.total_currency,
              greatest(o.deadline_at, o.due_at) as next_act,
              (select count(*) from saga_history h where h.order_id = o.id) = o.history_length
                as history_complete,
              coalesce(k.keys, '{}') as keys
            from orders o
            left join (
              select order_id, array_agg(scope || '/' || key) as keys
              from idempotency_key group by order_id) k on k.order_id = o.id
            """,
            row ->
                new Order(
                    row.getString("id"),
                    row.getString("status"),
                    amount(row, "total_amount", "total_currency"),
                    row.getBoolean("history_complete"),
                    row.getTimestamp("next_act").toInstant(),
                    texts(row.getArray("keys"))));
  }

  private List<OutboxRow> outbox(Part service) {
    return database(service)
        .query(
            """
            select seq, topic, message_key, headers::json ->> 'ce_id' as id, created_at
            from outbox where topic <> 'relay.heartbeats' order by seq
            """,
            row ->
                new OutboxRow(
                    service.label(),
                    row.getLong("seq"),
                    row.getString("topic"),
                    row.getString("message_key"),
                    row.getString("id"),
                    row.getTimestamp("created_at").toInstant()));
  }

  private List<Position> positions(Part service) {
    return database(service)
        .query(
            "select topic, partition, next_offset from consumer_position",
            row -> new Position(row.getString(1), row.getInt(2), row.getLong(3)));
  }

  private static @Nullable Amount amount(ResultSet row, String value, String currency)
      throws SQLException {
    var name = row.getString(currency);
    return name == null ? null : new Amount(row.getLong(value), name);
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
