package dev.parkade.bench;

import dev.parkade.bench.PaymentTable.Payment;
import dev.parkade.bench.Peer.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;

/// The usual listener, for the backlog only: one record at a time, payment row and outbox row
/// in one transaction, one thread per partition. After the reference of Spring for Apache
/// Kafka, "Message Listeners" (`MessageListener`, one record) and "Message Listener Containers"
/// (`concurrency`). Nobody relays its outbox: in its favour.
final class RecordAtATime implements Contender {
  @Override
  public String name() {
    return "record-at-a-time";
  }

  @Override
  public String setUp() {
    return "a record listener, one transaction per record with its outbox row (Spring for Apache"
        + " Kafka, \"Message Listeners\"); "
        + Peer.CONTAINER;
  }

  @Override
  public Running start(Lane lane) {
    var work = Work.on(lane);
    try (var settlements = new Settlements(lane)) {
      settlements.execute(
          """
          create table outbox (
            seq bigint generated always as identity primary key,
            topic text not null, message_key text not null, headers text not null,
            payload text not null, created_at timestamptz not null default clock_timestamp())
          """);
    }
    return Peer.start(work, Listener.class, _ -> {}, () -> work.counted("nothing waits"));
  }

  /// A plain listener; all customers of a backlog are known.
  static class Listener {
    private static final String INSERT =
        "insert into outbox (topic, message_key, headers, payload)"
            + " values ('order.replies', ?, ?, ?)";

    private final Work work;

    Listener(Work work) {
      this.work = work;
    }

    @KafkaListener(topics = "${bench.commands}", groupId = "${bench.run}")
    void pay(ConsumerRecord<String, byte[]> command) {
      work.table().inTransaction(it -> pay(it, Work.payment(command)));
    }

    private static void pay(Connection connection, Payment payment) throws SQLException {
      PaymentTable.insert(connection, List.of(payment));
      try (var statement = connection.prepareStatement(INSERT)) {
        statement.setString(1, payment.order());
        statement.setString(2, "{\"ce_type\":\"parkade.payment.charged.v1\"}");
        statement.setString(3, "{\"orderId\":\"%s\",\"amount\":100}".formatted(payment.order()));
        statement.executeUpdate();
      }
    }
  }
}
