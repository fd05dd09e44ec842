package dev.parkade.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// What the peers do for a payment: insert one row, in a transaction of its own.
final class PaymentTable implements AutoCloseable {
  private static final String INSERT =
      "insert into payment (order_id, customer_id, amount, currency) values (?, ?, 100, 'EUR')";

  private static final String REFUSED = "the payment could not be stored";

  private final HikariDataSource connections = new HikariDataSource();

  PaymentTable(Lane lane) {
    connections.setJdbcUrl(lane.jdbcUrl());
    connections.setUsername(Lane.ROLE);
    connections.setPassword(Lane.PASSWORD);
    connections.setMaximumPoolSize(16);
  }

  /// A payment that can be made.
  record Payment(String order, String customer) {}

  /// Work within one transaction.
  interface Work {
    void run(Connection connection) throws SQLException;
  }

  /// One statement that commits by itself: the fastest there is for one row.
  void pay(Payment payment) {
    try (var connection = connections.getConnection()) {
      insert(connection, List.of(payment));
    } catch (SQLException refused) {
      throw new IllegalStateException(REFUSED, refused);
    }
  }

  void pay(List<Payment> payments) {
    inTransaction(it -> insert(it, payments));
  }

  static void insert(Connection connection, List<Payment> payments) throws SQLException {
    try (var statement = connection.prepareStatement(INSERT)) {
      for (var payment : payments) {
        statement.setObject(1, UUID.fromString(payment.order()));
        statement.setString(2, payment.customer());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  void inTransaction(Work work) {
    try (var connection = connections.getConnection()) {
      connection.setAutoCommit(false);
      work.run(connection);
      connection.commit();
    } catch (SQLException refused) {
      throw new IllegalStateException(REFUSED, refused);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
