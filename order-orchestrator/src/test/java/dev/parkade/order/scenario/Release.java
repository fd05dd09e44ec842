package dev.parkade.order.scenario;

import dev.parkade.order.OrderOrchestratorApplication;
import dev.parkade.order.saga.Definition;
import dev.parkade.order.saga.Definitions;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.time.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// One instance of an orchestrator that has certain versions of the saga's definition. Several of
/// them share a database and a group of consumers, beside the service of the other tests.
public final class Release implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final Api api;

  /// @param begin the version that new sagas begin with
  public Release(String instance, Database database, int begin, Definition... versions) {
    OrchestratorTest.RealBrokerAndDatabase.createTopics();
    context =
        new SpringApplicationBuilder(OrderOrchestratorApplication.class)
            .initializers((GenericApplicationContext c) -> has(c, begin, versions))
            .run(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + Environment.kafka().bootstrapServers(),
                "--server.port=0",
                "--management.server.port=0",
                "--parkade.saga.sweep-interval=50ms",
                "--parkade.saga.jitter=0",
                "--parkade.instance=" + instance,
                "--parkade.consumer.group=" + database.name(),
                // what other tests left on the topics is none of its business
                "--parkade.consumer.dead-letter-burst=100000",
                // gives its partitions back when it stops
                "--spring.kafka.consumer.properties.group.instance.id=");
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    api = new Api(Integer.parseInt(port));
  }

  private static void has(GenericApplicationContext context, int begin, Definition... versions) {
    context.registerBean(
        "versionsOfThisRelease",
        Definitions.class,
        () -> new Definitions(Set.of(versions), begin),
        bean -> bean.setPrimary(true));
  }

  @Override
  public void close() {
    context.close();
  }

  public Api api() {
    return api;
  }

  public TestClock clock() {
    return context.getBean(TestClock.class);
  }

  public double counted(String counter) {
    return context.getBean(MeterRegistry.class).get(counter).counter().count();
  }

  /// The partitions whose answers come to this instance.
  public Set<Integer> partitions() {
    Set<Integer> partitions = new TreeSet<>();
    Objects.requireNonNull(replies().getAssignedPartitions()).stream()
        .map(TopicPartition::partition)
        .forEach(partitions::add);
    return partitions;
  }

  /// Takes no answers until it is let go; keeps its partitions.
  public void hold() {
    replies().pause();
  }

  public boolean isHeld() {
    return replies().isContainerPaused();
  }

  public void letGo() {
    replies().resume();
  }

  @SuppressWarnings("unchecked")
  private AbstractMessageListenerContainer<String, byte[]> replies() {
    return context.getBean("replyConsumer", AbstractMessageListenerContainer.class);
  }
}
