package dev.parkade.order.rebuilding;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.projections.ProjectionTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// One pass over all orders and then over all customers, in batches, each a transaction of its own
/// (ADR 10). A rebuild compares and mends, a verification compares only.
///
/// A pass may end at any time. What was mended stays mended, whatever is not is as it was, and the
/// next pass finds it. Two rebuilds at the same time do no harm; they are kept apart because the
/// second one is a mistake.
final class Pass {

  /// Rows that are in memory at once.
  private static final int FETCH = 1000;

  /// PostgreSQL's codes for a lock that was not granted in time, and for a circle of them.
  private static final Set<String> BUSY = Set.of("55P03", "40P01");

  private final RebuildingSettings settings;
  private final Progress progress;
  private final JdbcTemplate jdbc;
  private final JdbcClient client;
  private final DataSourceTransactionManager transactions;
  private final OrderBatches orders;
  private final CustomerBatches customers;
  private String phase = "beginning";
  private long done;

  /// @param connection used by nobody else meanwhile
  Pass(Connection connection, RebuildingSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    var source = new SingleConnectionDataSource(connection, true);
    jdbc = new JdbcTemplate(source);
    jdbc.setFetchSize(FETCH);
    client = JdbcClient.create(jdbc);
    transactions = new DataSourceTransactionManager(source);
    orders = new OrderBatches(client);
    customers = new CustomerBatches(client);
  }

  /// What a pass found.
  ///
  /// @param orders how many orders there are
  /// @param customers how many customers there are
  record Found(long orders, long customers, Differences differences) {}

  /// Makes everything as the history says, and creates what is missing for it.
  ///
  /// @throws PassStopped if the progress says so
  Found rebuild() {
    new TransactionTemplate(transactions).executeWithoutResult(_ -> ProjectionTables.create(jdbc));
    Found found = over(patiently(orders::mend), patiently(customers::mend));
    client
        .sql("update projections.generation set complete = true, built_at = clock_timestamp()")
        .update();
    return found;
  }

  /// Compares everything with the history.
  ///
  /// @throws PassStopped if the progress says so
  Found verify() {
    var snapshots = new TransactionTemplate(transactions);
    snapshots.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    snapshots.setReadOnly(true);
    return over(
        (ids, found) -> snapshots.executeWithoutResult(_ -> orders.compare(ids, found)),
        (ids, found) -> snapshots.executeWithoutResult(_ -> customers.compare(ids, found)));
  }

  /// In a transaction that gives way to others rather than to hold them up.
  private <T> BiConsumer<List<T>, Differences> patiently(BiConsumer<List<T>, Differences> mending) {
    var locking = new TransactionTemplate(transactions);
    return (ids, all) -> {
      for (int attempt = 1; ; attempt++) {
        var found = new Differences();
        try {
          locking.executeWithoutResult(
              _ -> {
                jdbc.execute("set local lock_timeout = " + settings.lockPatience().toMillis());
                mending.accept(ids, found);
              });
          all.addAll(found);
          return;
        } catch (DataAccessException failure) {
          if (!isBusy(failure) || attempt == settings.attempts()) {
            throw failure;
          }
          progress.at(phase, done);
        }
      }
    };
  }

  private static boolean isBusy(DataAccessException failure) {
    return failure.getRootCause() instanceof SQLException sql && BUSY.contains(sql.getSQLState());
  }

  private Found over(
      BiConsumer<List<OrderId>, Differences> eachOrders,
      BiConsumer<List<String>, Differences> eachCustomers) {
    var all = new Differences();
    long seenOrders =
        each("orders", after -> orders.next(after, settings.batch()), eachOrders, all);
    long seenCustomers =
        each("customers", after -> customers.next(after, settings.batch()), eachCustomers, all);
    return new Found(seenOrders, seenCustomers, all);
  }

  /// @param next the batch after the given last one of the batch before, null for the first
  private <T> long each(
      String what,
      Function<@Nullable T, List<T>> next,
      BiConsumer<List<T>, Differences> batches,
      Differences all) {
    phase = what;
    done = 0;
    List<T> batch = next.apply(null);
    while (!batch.isEmpty()) {
      batches.accept(batch, all);
      done += batch.size();
      progress.at(phase, done);
      batch = next.apply(batch.getLast());
    }
    return done;
  }
}
