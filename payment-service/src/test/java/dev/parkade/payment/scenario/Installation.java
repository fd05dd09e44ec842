package dev.parkade.payment.scenario;

import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.PaymentService;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.statements.StatementCounter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Payment-service on a broker that others use too, with a database and a consumer group of its
/// own.
final class Installation {

  private final String bootstrapServers;
  private final Database database = Environment.freshDatabase("payment");
  private final JdbcTemplate jdbc =
      new JdbcTemplate(
          new DriverManagerDataSource(
              database.jdbcUrl(), database.username(), database.password()));
  private final StatementCounter statements = new StatementCounter();
  private Clock clock = Clock.systemUTC();
  private @Nullable SpanExporter spans;

  Installation(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /// What instances that are started from now on take for the time.
  void at(Clock time) {
    clock = time;
  }

  /// Where the spans of instances go that are started from now on.
  void collect(SpanExporter exporter) {
    spans = exporter;
  }

  void createTopics() {
    Environment.createTopics(
        bootstrapServers,
        Topics.ALL.stream()
            .map(
                topic ->
                    new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.config()))
            .toList());
  }

  /// What lies before these positions belongs to other tests.
  void startAt(List<Map<TopicPartition, Long>> positions) {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.username(), database.password())
        .locations("classpath:db/messaging", "classpath:db/payment-service")
        .outOfOrder(true)
        .load()
        .migrate();
    Map<TopicPartition, Long> all = new HashMap<>();
    positions.forEach(all::putAll);
    new PositionStore(jdbc).initialise(group(), all);
  }

  String group() {
    return "payment-service-" + database.name();
  }

  /// The arguments of an instance.
  List<String> settings(String instance, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--parkade.consumer.group=" + group(),
                "--parkade.instance=" + instance,
                "--parkade.relay.enabled=false",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.main.banner-mode=off"));
    for (String setting : settings) {
      String name = setting.substring(0, setting.indexOf('=') + 1);
      all.removeIf(known -> known.startsWith(name));
      all.add(setting);
    }
    return all;
  }

  /// Starts an instance in this JVM.
  ConfigurableApplicationContext run(String instance, String... settings) {
    return new SpringApplicationBuilder(PaymentService.class)
        .web(WebApplicationType.SERVLET)
        .initializers(
            context -> {
              var beans = (GenericApplicationContext) context;
              beans.registerBean(StatementCounter.class, () -> statements);
              beans.registerBean(Clock.class, () -> clock);
              if (spans != null) {
                beans.registerBean(SpanExporter.class, () -> spans);
              }
            })
        .run(settings(instance, settings).toArray(String[]::new));
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  /// What the instances in this JVM say to the database.
  StatementCounter statements() {
    return statements;
  }

  /// Drops the database.
  void remove() {
    Environment.drop(database);
  }
}
