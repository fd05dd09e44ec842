package dev.parkade.bench;

import dev.parkade.bench.PaymentTable.Payment;
import dev.parkade.bench.Peer.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.TaskScheduler;

/// A command whose customer is missing becomes a row of a table, which a job looks through every
/// 100 ms, oldest first: it pays what it can and deletes the row in the same transaction. The
/// pattern is "Polling publisher" of microservices.io, which calls order its tricky part;
/// `FOR UPDATE SKIP LOCKED` is after the documentation of PostgreSQL (`SELECT`, "The Locking
/// Clause"), for queue-like tables.
final class PolledTable implements Contender {
  @Override
  public String name() {
    return "polled-table";
  }

  @Override
  public String setUp() {
    return "a table of waiting commands, polled every 100 ms (microservices.io, \"Polling"
        + " publisher\") with FOR UPDATE SKIP LOCKED (PostgreSQL, SELECT, \"The Locking Clause\"); "
        + Peer.CONTAINER;
  }

  @Override
  public Running start(Lane lane) {
    var work = Work.on(lane);
    try (var settlements = new Settlements(lane)) {
      settlements.execute(
          """
          create table waiting (
            seq bigint generated always as identity primary key,
            order_id uuid not null, customer_id text not null)
          """);
    }
    return Peer.start(
        work, Listener.class, _ -> {}, () -> work.counted("rows inserted and deleted"));
  }

  /// Stores what it cannot do yet, and looks again.
  static class Listener implements InitializingBean {
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Work work;
    private final TaskScheduler timer;

    Listener(Work work, TaskScheduler timer) {
      this.work = work;
      this.timer = timer;
    }

    @Override
    public void afterPropertiesSet() {
      var _ = timer.scheduleAtFixedRate(() -> work.table().inTransaction(this::look), PERIOD);
    }

    @KafkaListener(topics = "${bench.commands}", groupId = "${bench.run}")
    void pay(ConsumerRecord<String, byte[]> command) {
      var payment = Work.payment(command);
      if (work.knows(payment.customer())) {
        work.table().pay(payment);
      } else {
        work.waited().add(payment.order());
        work.writes().incrementAndGet();
        work.table().inTransaction(it -> store(it, payment));
      }
    }

    private static void store(Connection connection, Payment payment) throws SQLException {
      var sql = "insert into waiting (order_id, customer_id) values (?::uuid, ?)";
      try (var statement = connection.prepareStatement(sql)) {
        statement.setString(1, payment.order());
        statement.setString(2, payment.customer());
        statement.executeUpdate();
      }
    }

    private void look(Connection connection) throws SQLException {
      var due = new ArrayList<Payment>();
      var done = new ArrayList<Long>();
      var sql =
          """
          select seq, order_id::text, customer_id from waiting order by seq
          for update skip locked
          """;
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          if (work.knows(rows.getString(3))) {
            done.add(rows.getLong(1));
            due.add(new Payment(rows.getString(2), rows.getString(3)));
          }
        }
      }
      if (!due.isEmpty()) {
        PaymentTable.insert(connection, due);
        delete(connection, done);
        work.writes().addAndGet(done.size());
      }
    }

    private static void delete(Connection connection, List<Long> done) throws SQLException {
      try (var statement = connection.prepareStatement("delete from waiting where seq = any(?)")) {
        statement.setArray(1, connection.createArrayOf("bigint", done.toArray()));
        statement.executeUpdate();
      }
    }
  }
}
