package dev.parkade.order.scenario;

import dev.parkade.messages.topic.Topics;
import dev.parkade.order.OrderOrchestratorApplication;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.time.TestClock;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/// The whole orchestrator with a real broker, a database of its own and a clock that the test
/// moves. All tests of the module share one.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "parkade.saga.sweep-interval=50ms",
      // exactly one time limit after the other
      "parkade.saga.jitter=0",
      "parkade.streams.heartbeat=250ms",
      "springdoc.api-docs.enabled=true",
      // who comes with a trace has spans
      "parkade.tracing.enabled=true",
      "management.tracing.sampling.probability=0",
      "management.opentelemetry.tracing.export.schedule-delay=50ms",
      // a busy machine lets requests wait, and tests hold transactions open while others come
      "spring.datasource.hikari.connection-timeout=90000",
      "spring.datasource.hikari.connection-init-sql=set idle_in_transaction_session_timeout = '2min'"
    })
@ContextConfiguration(
    classes = OrderOrchestratorApplication.class,
    initializers = OrchestratorTest.RealBrokerAndDatabase.class)
@Import(OrchestratorTest.TimeAndCounters.class)
public @interface OrchestratorTest {

  /// Where the broker and the database are.
  final class RealBrokerAndDatabase
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      createTopics();
      var database = Environment.freshDatabase("orders");
      TestPropertyValues.of(
              "spring.datasource.url=" + database.jdbcUrl(),
              "spring.datasource.username=" + database.username(),
              "spring.datasource.password=" + database.password(),
              "spring.kafka.bootstrap-servers=" + Environment.kafka().bootstrapServers())
          .applyTo(context);
    }

    static void createTopics() {
      Environment.createTopics(
          Topics.ALL.stream()
              .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.config()))
              .toList());
    }
  }

  /// A clock that stands still, and a count of statements.
  @Configuration(proxyBeanMethods = false)
  class TimeAndCounters {

    @Bean
    TestClock testClock() {
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
  }
}
