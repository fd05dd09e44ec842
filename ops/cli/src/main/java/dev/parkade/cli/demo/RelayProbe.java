package dev.parkade.cli.demo;

import dev.parkade.cli.invariants.Database;
import dev.parkade.messages.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Measures the relay of a running service by rows of its own: one outbox row per transaction, like
/// the relay's canary, on the canary's topic. The rows are deleted afterwards.
final class RelayProbe implements AutoCloseable {
  /// Fills a row to the size of an ordinary message.
  private static final String FILLING = "x".repeat(280);

  private static final Duration POLL = Duration.ofMillis(100);

  private final TopicPartition heartbeats = new TopicPartition(Topics.RELAY_HEARTBEATS.name(), 0);
  private final String key;
  private final Connection connection;
  private final PreparedStatement insert;
  private final KafkaConsumer<String, byte[]> consumer;

  RelayProbe(Database database, String bootstrapServers, String key) {
    this.key = key;
    this.consumer = consumer(bootstrapServers);
    try {
      this.connection = database.connect();
      this.insert =
          connection.prepareStatement(
              "insert into outbox (topic, message_key, headers, payload) values (?, ?, '{}', ?)");
    } catch (SQLException refused) {
      consumer.close();
      throw new IllegalStateException("cannot write into the outbox", refused);
    }
    consumer.assign(List.of(heartbeats));
    consumer.seekToEnd(List.of(heartbeats));
    // the place is only fixed when it is asked for
    consumer.position(heartbeats);
  }

  /// Writes rows at an even pace and measures each from the return of its commit until a consumer
  /// has it.
  ///
  /// @return milliseconds, a row each
  /// @throws IllegalStateException if rows are missing after the limit
  List<Double> hops(int rows, Duration pace, Duration limit) throws InterruptedException {
    var committed = new long[rows];
    var writer =
        Thread.ofPlatform().name("relay-probe").unstarted(() -> write(committed, pace.toNanos()));
    var received = new long[rows];
    writer.start();
    receive(rows, received, limit);
    writer.join();
    var millis = new ArrayList<Double>();
    for (int i = 0; i < rows; i++) {
      // the relay may be faster than the answer to our own commit
      millis.add(Math.max(0, received[i] - committed[i]) / 1e6);
    }
    return millis;
  }

  /// Writes rows as fast as possible, which nobody should measure.
  void fill(int rows) {
    try (var setting = connection.createStatement()) {
      setting.execute("set synchronous_commit = off");
      for (int i = 0; i < rows; i++) {
        insert(i);
      }
      setting.execute("set synchronous_commit = on");
    } catch (SQLException refused) {
      throw new IllegalStateException("cannot fill the outbox", refused);
    }
  }

  /// Waits until so many rows have been received.
  ///
  /// @return how long the last of them took from now
  Duration drain(int rows, Duration limit) {
    long begin = System.nanoTime();
    receive(rows, new long[rows], limit);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void write(long[] committed, long pace) {
    long due = System.nanoTime();
    try {
      for (int i = 0; i < committed.length; i++) {
        LockSupport.parkNanos(due - System.nanoTime());
        insert(i);
        committed[i] = System.nanoTime();
        due += pace;
      }
    } catch (SQLException refused) {
      throw new IllegalStateException("cannot write into the outbox", refused);
    }
  }

  private void insert(int number) throws SQLException {
    insert.setString(1, heartbeats.topic());
    insert.setString(2, key);
    insert.setString(3, number + " " + FILLING);
    insert.executeUpdate();
  }

  private void receive(int rows, long[] received, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    int missing = rows;
    while (missing > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            missing + " of " + rows + " outbox rows did not arrive within " + limit);
      }
      for (var it : consumer.poll(POLL)) {
        int number = key.equals(it.key()) ? number(it.value()) : rows;
        // a relay that starts over repeats rows
        if (number < rows && received[number] == 0) {
          received[number] = System.nanoTime();
          missing--;
        }
      }
    }
  }

  private static int number(byte[] payload) {
    var text = new String(payload, StandardCharsets.US_ASCII);
    return Integer.parseInt(text.substring(0, text.indexOf(' ')));
  }

  @Override
  public void close() {
    consumer.close();
    try (connection;
        var delete =
            connection.prepareStatement("delete from outbox where topic = ? and message_key = ?")) {
      delete.setString(1, heartbeats.topic());
      delete.setString(2, key);
      delete.executeUpdate();
    } catch (SQLException refused) {
      throw new IllegalStateException("cannot delete the rows of the probe", refused);
    }
  }

  private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "enable.auto.commit", "false",
            "max.poll.records", "5000",
            "auto.offset.reset", "latest"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
