package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfrastructureIT {
  @TempDir Path directory;

  @Test
  void aSystemWithOlderDataGetsTheTopicsOfTheCatalogue() throws Exception {
    try (var broker = KafkaProcess.start(directory);
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      var older =
          new NewTopic("payment.dlq", 3, (short) 1)
              .configs(Map.of("retention.ms", "1000", "flush.messages", "77"));
      admin.createTopics(List.of(older)).all().get();
      eventually(() -> value(admin, Topics.PAYMENT_DLQ, "flush.messages").equals("77"));

      Infrastructure.provideTopics(broker.bootstrapServers());

      eventually(() -> isAsInTheCatalogue(admin));
      // what nobody asked for is left alone
      assertThat(value(admin, Topics.PAYMENT_DLQ, "flush.messages")).isEqualTo("77");
      assertThat(
              admin
                  .describeTopics(List.of("payment.dlq"))
                  .allTopicNames()
                  .get()
                  .get("payment.dlq")
                  .partitions())
          .hasSize(3);
    }
  }

  @Test
  void aSystemThatIsUpToDateIsNotChanged() throws Exception {
    try (var broker = KafkaProcess.start(directory);
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Infrastructure.provideTopics(broker.bootstrapServers());
      eventually(() -> isAsInTheCatalogue(admin));
      var before = configs(admin);

      Infrastructure.provideTopics(broker.bootstrapServers());

      assertThat(configs(admin)).isEqualTo(before);
    }
  }

  /// The broker learns a little later what the controller has acknowledged.
  private static void eventually(Callable<Boolean> holds) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(holds);
  }

  private static boolean isAsInTheCatalogue(Admin admin) throws Exception {
    for (Topic topic : Topics.ALL) {
      for (var wanted : topic.config().entrySet()) {
        if (!value(admin, topic, wanted.getKey()).equals(wanted.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  private static String value(Admin admin, Topic topic, String name) throws Exception {
    return config(admin, topic).get(name).value();
  }

  private static List<Config> configs(Admin admin) throws Exception {
    var configs = new ArrayList<Config>();
    for (Topic topic : Topics.ALL) {
      configs.add(config(admin, topic));
    }
    return configs;
  }

  private static Config config(Admin admin, Topic topic) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }
}
