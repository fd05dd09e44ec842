package dev.parkade.bench.orders;

import dev.parkade.local.Endpoints;
import dev.parkade.local.LocalSystem;
import dev.parkade.local.Part;
import dev.parkade.local.PartStatus;
import dev.parkade.local.Progress;
import dev.parkade.local.UpOptions;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/// The whole system as real processes, prepared so that it tells its times. Stopped when this is
/// closed, and when this JVM is interrupted; its data stay until they are wiped.
final class BenchSystem implements AutoCloseable {
  /// Topics whose records say when they became readable.
  static final List<Topic> STAMPED =
      List.of(
          Topics.INVENTORY_COMMANDS,
          Topics.PAYMENT_COMMANDS,
          Topics.ORDER_REPLIES,
          Topics.ORDER_EVENTS);

  /// Those whose transactions move an order on.
  static final List<Part> WRITERS = List.of(Part.ORDERS, Part.INVENTORY, Part.PAYMENT);

  /// PostgreSQL keeps the time of every commit, counts statements and times its flushes.
  private static final Map<String, String> DATABASE =
      Map.of(
          "track_commit_timestamp", "on",
          "shared_preload_libraries", "pg_stat_statements",
          "track_wal_io_timing", "on");

  /// The provider is not what is measured.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PARKADE_PAYMENT_SIMULATOR_MAX_LATENCY", "0ms");

  private final LocalSystem system;
  private final Consumer<String> talk;
  private final Thread interrupted = new Thread(this::stop, "stop-system");

  BenchSystem(Path repository, Path dataDirectory, int portOffset, Consumer<String> talk) {
    this.system = new LocalSystem(repository, dataDirectory);
    this.talk = talk;
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      system.up(new UpOptions(OptionalInt.of(portOffset), ENVIRONMENT, DATABASE), new Told());
      stampTopics();
      prepareDatabases();
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  Endpoints endpoints() {
    return system.endpoints();
  }

  /// A connection to a service's database, as the service itself.
  Connection connect(Part service) {
    var database = endpoints().database(service);
    try {
      return DriverManager.getConnection(database.url(), database.username(), database.password());
    } catch (SQLException refused) {
      throw new IllegalStateException("no connection to " + database.url(), refused);
    }
  }

  /// The process of a part that runs.
  long pid(Part part) {
    return system.status().stream()
        .filter(it -> it.part() == part)
        .map(PartStatus::pid)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(part + " does not run"));
  }

  /// SIGKILL.
  void kill(Part part) {
    system.kill(part);
  }

  /// Starts a part that is down, and waits until it says that it is ready.
  void start(Part part) {
    system.start(part, Progress.SILENT);
  }

  private void stampTopics() {
    var stamp =
        new AlterConfigOp(
            new ConfigEntry("message.timestamp.type", "LogAppendTime"), AlterConfigOp.OpType.SET);
    Map<ConfigResource, java.util.Collection<AlterConfigOp>> changes = new HashMap<>();
    STAMPED.forEach(
        topic ->
            changes.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), List.of(stamp)));
    try (var admin =
        Admin.create(Map.of("bootstrap.servers", (Object) endpoints().bootstrapServers()))) {
      admin.incrementalAlterConfigs(changes).all().get();
    } catch (ExecutionException refused) {
      throw new IllegalStateException("cannot configure the topics", refused);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /// Every outbox row also says when its transaction began. The relay does not read that column.
  private void prepareDatabases() {
    for (var service : WRITERS) {
      execute(
          service,
          "alter table outbox add column if not exists begun_at timestamptz default now()");
    }
  }

  private void execute(Part service, String sql) {
    try (var connection = connect(service);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  private void stop() {
    system.down(Progress.SILENT);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException ending) {
      // then the hook does it
      return;
    }
    stop();
  }

  /// Deletes the data of a system that was closed.
  void wipe() {
    system.wipe();
  }

  private final class Told implements Progress {
    @Override
    public void began(Part part, String doing) {
      // its end is told
    }

    @Override
    public void done(Part part, String state, Duration took) {
      talk.accept("%s %s after %.1f s".formatted(part, state, took.toMillis() / 1e3));
    }

    @Override
    public void note(String text) {
      talk.accept(text);
    }
  }
}
