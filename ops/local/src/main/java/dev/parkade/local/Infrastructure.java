package dev.parkade.local;

import static java.util.Objects.requireNonNull;
import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/// What the services expect to find: every topic of the catalogue, and a database each.
public final class Infrastructure {
  private Infrastructure() {}

  /// Creates the topics that are missing, and brings the configuration of the others up to date: a
  /// system with older data may have them as an earlier catalogue wanted them. What the catalogue
  /// does not speak of stays as it is, and so do partition counts, which are a migration.
  ///
  /// @return the topics that were missing
  /// @throws IllegalStateException if the broker refuses or is away
  public static List<Topic> provideTopics(String bootstrapServers) {
    var broker = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
    try (var admin = Admin.create(broker)) {
      var creations =
          admin.createTopics(Topics.ALL.stream().map(Infrastructure::request).toList()).values();
      var existing = new ArrayList<Topic>();
      for (var topic : Topics.ALL) {
        if (!isCreated(topic, requireNonNull(creations.get(topic.name())))) {
          existing.add(topic);
        }
      }
      configure(admin, existing);
      return Topics.ALL.stream().filter(it -> !existing.contains(it)).toList();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topics", stop);
    }
  }

  /// False if it was there already.
  private static boolean isCreated(Topic topic, KafkaFuture<Void> creation)
      throws InterruptedException {
    try {
      creation.get();
      return true;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new IllegalStateException("cannot create topic " + topic, failed.getCause());
    }
  }

  private static void configure(Admin admin, List<Topic> topics) throws InterruptedException {
    try {
      var now =
          admin.describeConfigs(topics.stream().map(Infrastructure::resource).toList()).all().get();
      var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
      for (var topic : topics) {
        var config = requireNonNull(now.get(resource(topic)));
        var different = new ArrayList<AlterConfigOp>();
        topic
            .config()
            .forEach(
                (name, value) -> {
                  var entry = config.get(name);
                  if (entry == null || !value.equals(entry.value())) {
                    different.add(new AlterConfigOp(new ConfigEntry(name, value), SET));
                  }
                });
        if (!different.isEmpty()) {
          changes.put(resource(topic), different);
        }
      }
      if (!changes.isEmpty()) {
        admin.incrementalAlterConfigs(changes).all().get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("cannot configure the topics", failed.getCause());
    }
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  /// Creates the databases that are missing.
  static void createDatabases(PostgresServer server, Endpoints endpoints) {
    for (var service : Part.services()) {
      var database = endpoints.database(service);
      server.createDatabase(service.database(), database.username(), database.password());
    }
  }

  private static NewTopic request(Topic topic) {
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
        .configs(topic.config());
  }
}
