package dev.parkade.testkit.environment;

import dev.parkade.local.Directories;
import dev.parkade.local.KafkaProcess;
import dev.parkade.local.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/// The broker and the PostgreSQL of this test JVM: started when first asked for, on free ports of
/// 127.0.0.1, stopped and deleted when the JVM ends. Tests share them, so they use names of their
/// own for topics, groups and databases.
///
/// Both are real processes: a test may kill them, and then owes the others a restart of the same
/// data. Their logs lie under `target/environment-<pid>` and go with it.
public final class Environment {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable Path home;
  private static @Nullable KafkaProcess kafka;
  private static @Nullable PostgresServer postgres;

  private Environment() {}

  /// The broker; topics are never created by themselves.
  public static synchronized KafkaProcess kafka() {
    if (kafka == null) {
      kafka = KafkaProcess.start(home().resolve("kafka"));
    }
    return kafka;
  }

  /// The database server.
  public static synchronized PostgresServer postgres() {
    if (postgres == null) {
      postgres = PostgresServer.start(home().resolve("postgres"));
    }
    return postgres;
  }

  /// A new empty database.
  ///
  /// @param prefix lower-case letters, digits and underscores; a number makes the name unique
  public static Database freshDatabase(String prefix) {
    var server = postgres();
    var name = prefix + "_" + DATABASES.incrementAndGet();
    server.createDatabase(name, name, name);
    return new Database("127.0.0.1", server.port(), name, server.jdbcUrl(name), name, name);
  }

  /// Drops a database with its replication slots, of which a server has 20: for tests that make
  /// many.
  public static void drop(Database database) {
    postgres().dropDatabase(database.name());
  }

  /// Creates topics, except those that are there already, and waits until the broker knows them.
  public static void createTopics(Collection<NewTopic> topics) {
    var settings = Map.<String, Object>of("bootstrap.servers", kafka().bootstrapServers());
    try (var admin = Admin.create(settings)) {
      for (var created : admin.createTopics(topics).values().values()) {
        try {
          created.get();
        } catch (ExecutionException failed) {
          if (!(failed.getCause() instanceof TopicExistsException)) {
            throw new IllegalStateException("cannot create topics " + topics, failed.getCause());
          }
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics " + topics, stop);
    }
  }

  private static Path home() {
    if (home == null) {
      home = createHome();
      Runtime.getRuntime().addShutdownHook(new Thread(Environment::remove));
    }
    return home;
  }

  private static Path createHome() {
    var target = Path.of("target").toAbsolutePath();
    try {
      return Files.isDirectory(target)
          ? Files.createDirectories(target.resolve("environment-" + ProcessHandle.current().pid()))
          : Files.createTempDirectory("parkade-environment-");
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot create the environment's directory", refused);
    }
  }

  private static synchronized void remove() {
    // nobody needs the data any more, so no orderly shutdown
    if (kafka != null) {
      kafka.kill();
    }
    if (postgres != null) {
      postgres.kill();
    }
    if (home != null) {
      Directories.delete(home);
    }
  }
}
