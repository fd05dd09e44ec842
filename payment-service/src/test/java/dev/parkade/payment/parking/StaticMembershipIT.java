package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.STARTED;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.payment.scenario.HoldPoint;
import dev.parkade.payment.scenario.Load;
import dev.parkade.payment.scenario.ServiceProcess;
import dev.parkade.payment.scenario.World;
import dev.parkade.runtime.consuming.ConsumerSettings;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.listener.MessageListenerContainer;

/// As shipped, an instance is a static member of its group: its partitions are kept for it for a
/// session.
class StaticMembershipIT {

  /// Twice as long as it is shipped, for the sake of busy machines.
  private static final Duration SESSION = Duration.ofSeconds(12);

  private static final String SESSION_SETTING =
      "--spring.kafka.consumer.properties[session.timeout.ms]=" + SESSION.toMillis();

  /// The container appends the number of its thread to the instance's name.
  private static final String AGAIN = "payment-service-again-0";

  private static final String OTHER = "payment-service-test-0";

  private final World world = new World();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aKilledInstanceKeepsItsPartitionsForItsSessionAndNoLonger() throws Exception {
    // both wait in front of the group: the second one is there as fast as a restart can be
    var joining = HoldPoint.BEFORE_JOINING;
    try (ServiceProcess first =
            world.startProcess(directory.resolve("first"), "again", joining, SESSION_SETTING);
        ServiceProcess second =
            world.startProcess(directory.resolve("second"), "again", joining, SESSION_SETTING);
        Load load = new Load(world)) {
      world.start(SESSION_SETTING);
      Eventually.within(
          STARTED,
          () -> {
            assertThat(first.isHeld()).isTrue();
            assertThat(second.isHeld()).isTrue();
          });
      first.letGo();
      Eventually.within(
          SOON,
          () -> {
            assertThat(first.begun()).hasSize(3);
            assertThat(world.running()).hasSize(3).doesNotContainAnyElementsOf(first.begun());
          });
      load.start();
      load.awaitMore(20);
      List<Integer> others = world.running();
      double rebalances = rebalances();
      Map<String, MemberDescription> before = members();

      first.kill();
      long killed = System.nanoTime();
      second.letGo();

      Eventually.within(SESSION, () -> assertThat(second.begun()).isEqualTo(first.begun()));
      Map<String, MemberDescription> after = members();
      assertThat(after.get(AGAIN).consumerId())
          .as("another member than the killed one")
          .isNotEqualTo(before.get(AGAIN).consumerId());
      assertThat(after.get(AGAIN).assignment()).isEqualTo(before.get(AGAIN).assignment());
      assertThat(after.get(OTHER)).isEqualTo(before.get(OTHER));
      Duration past = Duration.ofNanos(System.nanoTime() - killed);
      Eventually.holdsFor(
          SESSION.minus(past).plusMillis(500),
          () -> {
            assertThat(rebalances()).isEqualTo(rebalances);
            assertThat(world.running()).isEqualTo(others);
          });

      second.kill();

      Eventually.holdsFor(
          SESSION.dividedBy(3), () -> assertThat(world.running()).isEqualTo(others));
      Eventually.within(SOON, () -> assertThat(world.running()).hasSize(6));
      assertThat(rebalances()).isGreaterThan(rebalances);
      load.assertSettledOnceAndInOrder();
      assertThat(world.parkedRecords().size()).as("races there were").isGreaterThan(100);
    }
  }

  /// How often the instance of this JVM took part in a rebalance, as its consumer counts it.
  private double rebalances() {
    return world.bean(MessageListenerContainer.class).metrics().values().stream()
        .flatMap(metrics -> metrics.entrySet().stream())
        .filter(metric -> metric.getKey().name().equals("rebalance-total"))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .sum();
  }

  /// The members of the group, by their instance ids, as the broker knows them.
  private Map<String, MemberDescription> members() throws Exception {
    String group = world.bean(ConsumerSettings.class).group();
    Map<String, Object> broker =
        Map.of("bootstrap.servers", Environment.kafka().bootstrapServers());
    try (Admin admin = Admin.create(broker)) {
      return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
          .collect(toMap(member -> member.groupInstanceId().orElse(""), member -> member));
    }
  }
}
