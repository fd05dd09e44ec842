package dev.parkade.inventory.world;

import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.time.TestClock;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.test.context.DynamicPropertyRegistrar;

@TestConfiguration(proxyBeanMethods = false)
class Surroundings {

  @Bean
  static DynamicPropertyRegistrar addresses() {
    Environment.createTopics(
        Stream.of(
                Topics.INVENTORY_COMMANDS,
                Topics.INVENTORY_DLQ,
                Topics.DLQ_OUTCOMES,
                Topics.ORDER_REPLIES,
                Topics.RELAY_HEARTBEATS)
            .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.config()))
            .toList());
    var database = Environment.freshDatabase("inventory");
    return properties -> {
      properties.add("spring.datasource.url", database::jdbcUrl);
      properties.add("spring.datasource.username", database::username);
      properties.add("spring.datasource.password", database::password);
      properties.add("spring.kafka.bootstrap-servers", Environment.kafka()::bootstrapServers);
    };
  }

  @Bean
  TestClock clock() {
    return TestClock.atNoon();
  }

  @Bean
  RecordedSpans recordedSpans() {
    return new RecordedSpans();
  }

  @Bean
  SpanExporter spanExporter(RecordedSpans recorded) {
    return recorded.exporter();
  }

  @Bean
  static StatementCounter statementCounter() {
    return new StatementCounter();
  }

  @Bean
  World world(
      org.springframework.core.env.Environment properties,
      JdbcClient jdbc,
      AbstractMessageListenerContainer<String, byte[]> consumer) {
    return new World(properties, jdbc, consumer);
  }
}
