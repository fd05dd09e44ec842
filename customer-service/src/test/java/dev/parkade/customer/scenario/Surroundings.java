package dev.parkade.customer.scenario;

import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.spans.RecordedSpans;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistrar;

@TestConfiguration(proxyBeanMethods = false)
class Surroundings {

  @Bean
  static DynamicPropertyRegistrar addresses() {
    Environment.createTopics(
        List.of(
            new NewTopic(Topics.CUSTOMER_EVENTS.name(), Topics.PARTITIONS, (short) 1),
            new NewTopic(Topics.RELAY_HEARTBEATS.name(), 1, (short) 1)));
    var database = Environment.freshDatabase("customer");
    return properties -> {
      properties.add("spring.datasource.url", database::jdbcUrl);
      properties.add("spring.datasource.username", database::username);
      properties.add("spring.datasource.password", database::password);
      properties.add("spring.kafka.bootstrap-servers", Environment.kafka()::bootstrapServers);
    };
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
  Client client(org.springframework.core.env.Environment properties, JdbcClient jdbc) {
    return new Client(properties, jdbc);
  }
}
