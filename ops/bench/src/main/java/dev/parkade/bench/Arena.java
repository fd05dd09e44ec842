package dev.parkade.bench;

import dev.parkade.local.Directories;
import dev.parkade.local.KafkaProcess;
import dev.parkade.local.Lifetime;
import dev.parkade.local.PostgresServer;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One broker and one PostgreSQL server for all contenders, in a temporary directory. Both are gone
/// after [#close()], and after an interrupt.
///
/// PostgreSQL keeps the time of every commit (`track_commit_timestamp`): that is when a payment
/// counts as settled, for every contender alike. It is taken right before the commit is flushed.
final class Arena implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// The topics of payment-service; the others exist as well, since it checks them.
  private static final List<Topic> CATALOGUE = Topics.ALL;

  private final Path directory;
  private final Thread interrupted = new Thread(this::abandon, "abandon");
  private volatile @Nullable KafkaProcess kafka;
  private volatile @Nullable PostgresServer postgres;

  Arena() {
    try {
      directory = Files.createTempDirectory("parkade-bench-");
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot make a temporary directory", refused);
    }
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      kafka = KafkaProcess.start(directory.resolve("kafka"));
      postgres = startPostgres(directory.resolve("postgres"));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private static PostgresServer startPostgres(Path home) {
    var first = PostgresServer.start(home);
    try (var connection = first.connectAsSuperuser("postgres");
        var statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET track_commit_timestamp = on");
    } catch (SQLException refused) {
      first.kill();
      throw new IllegalStateException("cannot configure PostgreSQL", refused);
    }
    first.stop();
    return PostgresServer.start(home, 0, home.resolve("postgres.log"), Lifetime.WITH_THIS_JVM);
  }

  /// Fresh topics and a fresh database.
  Lane lane(Contender contender, String run) {
    var database = run.replace('-', '_').replace('.', '_');
    postgres().createDatabase(database, Lane.ROLE, Lane.PASSWORD);
    var lane =
        contender.isOurs()
            ? lane(run, database, Topics.CUSTOMER_EVENTS.name(), Topics.PAYMENT_COMMANDS.name())
            : lane(run, database, run + ".customers", run + ".commands");
    createTopics(contender, lane);
    return lane;
  }

  private Lane lane(String run, String database, String customers, String commands) {
    return new Lane(
        run,
        kafka().bootstrapServers(),
        customers,
        commands,
        postgres().jdbcUrl(database),
        directory.resolve(run));
  }

  /// Deletes topics and database of a lane whose contender has ended.
  void clear(Lane lane) {
    try (var admin = admin()) {
      var topics =
          admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS).stream()
              .filter(it -> !it.startsWith("__"))
              .toList();
      admin.deleteTopics(topics).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("cannot delete the topics of " + lane.run(), failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
    postgres().dropDatabase(lane.jdbcUrl().substring(lane.jdbcUrl().lastIndexOf('/') + 1));
    Directories.delete(lane.directory());
  }

  private void createTopics(Contender contender, Lane lane) {
    var topics =
        contender.isOurs()
            ? CATALOGUE.stream().map(Arena::ofCatalogue)
            : Stream.of(lane.customers(), lane.commands())
                .map(it -> topic(it, Topics.PARTITIONS, Map.of()));
    var asked = topics.toList();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (var admin = admin()) {
      while (true) {
        try {
          admin.createTopics(asked).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          awaitLeaders(admin, asked);
          return;
        } catch (ExecutionException | TimeoutException notYet) {
          // a deleted topic of the same name lingers for a moment
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException("cannot create the topics of " + lane.run(), notYet);
          }
          admin.deleteTopics(asked.stream().map(NewTopic::name).toList());
          TimeUnit.MILLISECONDS.sleep(500);
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /// Waits until the broker serves every partition. Before that it refuses the first batches of a
  /// producer and takes later ones, and the first can then never be sent in order.
  private static void awaitLeaders(Admin admin, List<NewTopic> topics)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (var topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    admin.listOffsets(ends).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static NewTopic ofCatalogue(Topic topic) {
    return topic(topic.name(), topic.partitions(), topic.config());
  }

  /// The broker stamps a record when it appends it: that is when it becomes readable.
  private static NewTopic topic(String name, int partitions, Map<String, String> config) {
    var all = new HashMap<>(config);
    if (!name.equals(Topics.PAYMENT_PARKED.name())) {
      all.put("message.timestamp.type", "LogAppendTime");
    }
    return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(all);
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()));
  }

  private KafkaProcess kafka() {
    return started(kafka);
  }

  private PostgresServer postgres() {
    return started(postgres);
  }

  private static <T> T started(@Nullable T server) {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException ending) {
      // then the hook does it
      return;
    }
    abandon();
  }

  private void abandon() {
    if (kafka != null) {
      kafka.kill();
    }
    if (postgres != null) {
      postgres.kill();
    }
    deleteAll();
  }

  /// In an interrupt, a contender may still write while this deletes.
  private void deleteAll() {
    for (int attempt = 1; ; attempt++) {
      try {
        Directories.delete(directory);
        return;
      } catch (UncheckedIOException busy) {
        if (attempt == 5) {
          throw busy;
        }
      }
    }
  }
}
