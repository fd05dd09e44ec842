package dev.parkade.bench.orders;

import dev.parkade.local.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether everything adds up at the end, over all orders that were accepted.
///
/// @param accepted orders
/// @param confirmed of them
/// @param lost accepted and not confirmed
/// @param doubled orders that were announced more than once with different ids, or two orders of
///     one key
/// @param stock what is wrong with the stock; empty if nothing is
/// @param money what is wrong with the money; empty if nothing is
record Books(int accepted, int confirmed, int lost, int doubled, String stock, String money) {
  boolean addUp() {
    return lost == 0 && doubled == 0 && stock.isEmpty() && money.isEmpty();
  }

  static Books of(BenchSystem system, Crowd crowd, Set<String> accepted) {
    Set<String> confirmed = new HashSet<>(confirmed(system));
    int lost = (int) accepted.stream().filter(it -> !confirmed.contains(it)).count();
    return new Books(
        accepted.size(),
        confirmed.size(),
        lost,
        announcedTwice(system) + crowd.sent() - accepted.size(),
        stock(system, crowd.unitsSold()),
        money(system, crowd.moneySpent(), crowd.sent()));
  }

  private static List<String> confirmed(BenchSystem system) {
    var sql = "select id::text from orders where status = 'CONFIRMED'";
    var ids = new ArrayList<String>();
    try (var connection = system.connect(Part.ORDERS);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  /// A repeat of the relay has the same id, and is none.
  private static int announcedTwice(BenchSystem system) {
    Map<String, Set<String>> ids = new HashMap<>();
    new Stamps(system)
        .read(
            record -> {
              if (record.topic().equals("order.events")) {
                ids.computeIfAbsent(
                        Stamps.header(record, "ce_type") + " " + record.key(), _ -> new HashSet<>())
                    .add(Stamps.header(record, "ce_id"));
              }
            });
    return ids.values().stream().mapToInt(it -> it.size() - 1).sum();
  }

  private static String stock(BenchSystem system, long expected) {
    var counts =
        numbers(
            system,
            Part.INVENTORY,
            "select sum(sold), sum(held), sum(available), sum(supplied) from product");
    long sold = counts[0];
    return sold == expected
            && counts[1] == 0
            && counts[2] + sold == Crowd.unitsSupplied()
            && counts[3] == Crowd.unitsSupplied()
        ? ""
        : "%d sold of %d ordered, %d held, %d available, %d supplied"
            .formatted(sold, expected, counts[1], counts[2], counts[3]);
  }

  private static String money(BenchSystem system, long expected, long orders) {
    var charged =
        numbers(
            system,
            Part.PAYMENT,
            "select coalesce(sum(amount), 0), count(*), count(distinct order_id), 0 from payment"
                + " where status = 'CHARGED'");
    var confirmed =
        numbers(
            system,
            Part.ORDERS,
            "select coalesce(sum(total_amount), 0), count(*), 0, 0 from orders"
                + " where status = 'CONFIRMED'");
    return charged[0] == expected
            && confirmed[0] == expected
            && charged[1] == orders
            && charged[2] == orders
        ? ""
        : "%d charged in %d payments, %d confirmed, %d expected of %d orders"
            .formatted(charged[0], charged[1], confirmed[0], expected, orders);
  }

  private static long[] numbers(BenchSystem system, Part service, String sql) {
    try (var connection = system.connect(service);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return new long[] {rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)};
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  /// For people.
  String line() {
    return "%d orders accepted, %d confirmed, %d lost, %d doubled; stock %s; money %s"
        .formatted(
            accepted,
            confirmed,
            lost,
            doubled,
            stock.isEmpty() ? "adds up" : "WRONG: " + stock,
            money.isEmpty() ? "adds up" : "WRONG: " + money);
  }
}
