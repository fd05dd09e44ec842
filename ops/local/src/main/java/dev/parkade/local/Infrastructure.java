package dev.parkade.local;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/// What the services expect to find: every topic of the catalogue, and a database each.
final class Infrastructure {
  private Infrastructure() {}

  /// Creates the topics that are missing; those that are there stay as they are.
  static void createTopics(Endpoints endpoints) {
    var broker = Map.<String, Object>of("bootstrap.servers", endpoints.bootstrapServers());
    try (var admin = Admin.create(broker)) {
      var creations =
          admin.createTopics(Topics.ALL.stream().map(Infrastructure::request).toList()).values();
      for (var creation : creations.entrySet()) {
        settle(creation.getKey(), creation.getValue());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topics", stop);
    }
  }

  private static void settle(String topic, KafkaFuture<Void> creation) throws InterruptedException {
    try {
      creation.get();
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("cannot create topic " + topic, failed.getCause());
      }
    }
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
