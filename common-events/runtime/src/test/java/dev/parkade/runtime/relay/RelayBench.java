package dev.parkade.runtime.relay;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.testkit.waiting.Eventually;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Measures the relay: how long a row takes from its commit to a consumer, and how fast a backlog
/// drains. Prints figures; asserts nothing, because they belong to the machine.
final class RelayBench {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String FILLER = "x".repeat(280);

  private RelayBench() {}

  /// @param args settings of the relay, `name=value`
  public static void main(String[] args) throws Exception {
    try (RelayFixture fixture = new RelayFixture("bench");
        TestRelay relay = fixture.relay(args)) {
      Eventually.within(
          LIMIT,
          () -> {
            if (!relay.is(Phase.RELAYING)) {
              throw new IllegalStateException(relay.status.now().toString());
            }
          });
      try (Arrivals arrivals = new Arrivals(fixture)) {
        idle(10);
        latency(fixture, arrivals, 400, 20, "warm-up");
        latency(fixture, arrivals, 200, 15, "200/s");
        backlog(fixture, relay, arrivals, 50_000, 1);
        backlog(fixture, relay, arrivals, 50_000, 1);
        backlog(fixture, relay, arrivals, 50_000, 10);
        latency(fixture, arrivals, 200, 15, "200/s again");
        idle(10);
      }
    }
    System.exit(0);
  }

  /// What it costs when nothing happens.
  private static void idle(int seconds) {
    long cpu = cpuNanos();
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
    print("idle: %.3f cores (relay and consumer)", (cpuNanos() - cpu) / (seconds * 1e9));
  }

  /// Rows at a steady rate, one per transaction.
  private static void latency(
      RelayFixture fixture, Arrivals arrivals, int perSecond, int seconds, String name)
      throws SQLException {
    int count = perSecond * seconds;
    long[] committed = new long[count];
    arrivals.expect(count);
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    try (Connection connection = fixture.connect();
        PreparedStatement insert = insert(connection, fixture.topic)) {
      for (int i = 0; i < count; i++) {
        long due = begin + i * 1_000_000_000L / perSecond;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        insert.setString(2, "key-" + i % 100);
        insert.setString(3, i + "-" + FILLER);
        insert.executeUpdate();
        committed[i] = System.nanoTime();
      }
    }
    arrivals.await();
    double cores = (double) (cpuNanos() - cpu) / (System.nanoTime() - begin);
    long[] micros =
        IntStream.range(0, count)
            .mapToLong(i -> Math.max(0, arrivals.nanos[i] - committed[i]) / 1_000)
            .sorted()
            .toArray();
    print(
        "latency %s: n=%d p50=%.2f p90=%.2f p99=%.2f p99.9=%.2f max=%.2f ms, %.2f cores (relay,"
            + " generator and consumer)",
        name,
        count,
        at(micros, 0.5),
        at(micros, 0.9),
        at(micros, 0.99),
        at(micros, 0.999),
        at(micros, 1),
        cores);
  }

  /// Rows that wait because the relay was held back.
  private static void backlog(
      RelayFixture fixture, TestRelay relay, Arrivals arrivals, int rows, int perTransaction)
      throws SQLException {
    arrivals.expect(rows);
    relay.hold.hold();
    try (Connection connection = fixture.connect();
        PreparedStatement insert = insert(connection, fixture.topic)) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("set synchronous_commit = off");
      for (int i = 0; i < rows; i++) {
        insert.setString(2, "key-" + i % 100);
        insert.setString(3, i + "-" + FILLER);
        insert.addBatch();
        if ((i + 1) % perTransaction == 0) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    relay.hold.release();
    arrivals.await();
    long nanos = Arrays.stream(arrivals.nanos).max().orElseThrow() - begin;
    print(
        "backlog of %d rows, %d per transaction: %.2f s, %.0f rows/s, %.1f CPU s (relay and"
            + " consumer)",
        rows, perTransaction, nanos / 1e9, rows / (nanos / 1e9), (cpuNanos() - cpu) / 1e9);
  }

  private static PreparedStatement insert(Connection connection, String topic) throws SQLException {
    PreparedStatement insert =
        connection.prepareStatement(
            "insert into outbox (topic, message_key, headers, payload) values (?, ?,"
                + " '{\"ce_id\":\"0199c0de-0000-7000-8000-000000000000\",\"ce_type\":\"bench.v1\"}',"
                + " ?)");
    insert.setString(1, topic);
    return insert;
  }

  private static double at(long[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] / 1e3;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /// A consumer that notes when each numbered row arrives first.
  private static final class Arrivals implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread = new Thread(this::run, "arrivals");
    volatile long[] nanos = {};
    private volatile int missing;
    private volatile boolean closed;

    Arrivals(RelayFixture fixture) {
      Map<String, Object> config = new HashMap<>();
      config.put("bootstrap.servers", fixture.bootstrapServers());
      consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
      List<TopicPartition> partitions =
          IntStream.range(0, 3).mapToObj(p -> new TopicPartition(fixture.topic, p)).toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      consumer.poll(Duration.ofMillis(500));
      thread.start();
    }

    void expect(int count) {
      nanos = new long[count];
      missing = count;
    }

    void await() {
      Eventually.within(
          LIMIT,
          () -> {
            if (missing > 0) {
              throw new IllegalStateException(missing + " rows are missing");
            }
          });
    }

    private void run() {
      while (!closed) {
        var arrived = consumer.poll(Duration.ofMillis(100));
        long now = System.nanoTime();
        for (ConsumerRecord<String, String> each : arrived) {
          int i = Integer.parseInt(each.value().substring(0, each.value().indexOf('-')));
          if (nanos[i] == 0) {
            nanos[i] = now;
            missing--;
          }
        }
      }
      consumer.close();
    }

    @Override
    public void close() throws InterruptedException {
      closed = true;
      thread.join();
    }
  }
}
