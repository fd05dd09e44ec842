package dev.parkade.testkit.environment;

import dev.parkade.testkit.waiting.Eventually;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/// The broker and the PostgreSQL of this test JVM: started when first asked for, on free ports,
/// gone with their data when the JVM ends. Tests share them, so they use names of their own for
/// topics, groups and databases. A test that kills a server starts one of its own.
public final class Environment {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable Servers servers;
  private static @Nullable Broker kafka;
  private static @Nullable DatabaseServer postgres;

  private Environment() {}

  /// The broker that all tests of this JVM share.
  public static synchronized Broker kafka() {
    if (kafka == null) {
      kafka = servers().startBroker();
    }
    return kafka;
  }

  /// The database server that all tests of this JVM share.
  public static synchronized DatabaseServer postgres() {
    if (postgres == null) {
      postgres = servers().startDatabase();
    }
    return postgres;
  }

  /// A broker of the caller's own, who closes it.
  public static Broker startBroker() {
    return servers().startBroker();
  }

  /// A database server of the caller's own, who closes it.
  public static DatabaseServer startPostgres() {
    return servers().startDatabase();
  }

  /// A new empty database.
  ///
  /// @param prefix lower-case letters, digits and underscores; a number makes the name unique
  public static Database freshDatabase(String prefix) {
    return postgres().createDatabase(prefix + "_" + DATABASES.incrementAndGet());
  }

  /// Drops a database with its replication slots, of which a server has 20: for tests that make
  /// many. Whoever still uses it loses it, however long that takes.
  public static void drop(Database database) {
    Eventually.within(Eventually.SOON, () -> postgres().access().dropDatabase(database.name()));
  }

  /// Creates topics, except those that are there already, and waits until all of their partitions
  /// can be read and written.
  public static void createTopics(Collection<NewTopic> topics) {
    createTopics(kafka().bootstrapServers(), topics);
  }

  /// The same on a broker of the caller's own.
  public static void createTopics(String bootstrapServers, Collection<NewTopic> topics) {
    var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
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
      // the controller has answered; the broker learns of it a moment later
      Eventually.within(Eventually.SOON, () -> askForEnds(admin, topics));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics " + topics, stop);
    }
  }

  /// Fails unless all partitions have a leader that is at work.
  private static void askForEnds(Admin admin, Collection<NewTopic> topics) throws Exception {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (var topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    admin.listOffsets(ends).all().get();
  }

  private static synchronized Servers servers() {
    if (servers == null) {
      var choice =
          Choice.of(System.getProperty(Choice.PROPERTY, "auto"), () -> Containers.prepare());
      servers = choice.servers();
      say(choice.toString());
    }
    return servers;
  }

  /// For whoever looks at the build, before the first test of a JVM waits for servers.
  static void say(String line) {
    System.out.println("[environment] " + line);
  }
}
