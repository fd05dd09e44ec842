package dev.parkade.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/// The configuration of a broker that is its own controller (KRaft combined mode).
public final class BrokerProperties {
  private static final Map<String, String> FIXED =
      Map.of(
          "process.roles",
          "broker,controller",
          "node.id",
          "1",
          "controller.listener.names",
          "CONTROLLER",
          "listener.security.protocol.map",
          "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");

  private static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "6"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "3"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "3"),
          // a killed broker is let in again when the session of its former life is over
          Map.entry("broker.session.timeout.ms", "4000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          // a killed consumer costs seconds: allow short session time-outs in both protocols
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "1000"),
          Map.entry("group.consumer.heartbeat.interval.ms", "1000"),
          Map.entry("group.consumer.min.heartbeat.interval.ms", "1000"),
          Map.entry("group.consumer.session.timeout.ms", "6000"),
          Map.entry("group.consumer.min.session.timeout.ms", "3000"),
          // compaction is part of what the system relies on: let it happen while people look
          Map.entry("log.cleaner.backoff.ms", "1000"),
          Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
          Map.entry("log.initial.task.delay.ms", "1000"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"));

  private BrokerProperties() {}

  /// What every broker of one node is set to, wherever it runs: all but its identity, its
  /// listeners and its directory.
  public static Map<String, String> common() {
    return COMMON;
  }

  /// @param data where the broker will find its storage
  /// @param listen the address it listens on
  /// @param host where its clients find it
  static void write(
      Path file, String data, String listen, String host, int port, int controllerPort)
      throws IOException {
    var all = new Properties();
    all.putAll(FIXED);
    all.putAll(COMMON);
    all.setProperty("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
    all.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://127.0.0.1:%d".formatted(listen, port, controllerPort));
    all.setProperty("advertised.listeners", "PLAINTEXT://%s:%d".formatted(host, port));
    all.setProperty("log.dirs", data);
    try (var out = Files.newOutputStream(file)) {
      all.store(out, "written at every start");
    }
  }
}
