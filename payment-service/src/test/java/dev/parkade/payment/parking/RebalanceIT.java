package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.payment.scenario.Load;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From one instance to three and back under load, in which every customer comes late.
class RebalanceIT {

  private static final Duration LIMIT = Eventually.SOON;

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void growsAndShrinksUnderLoadAndNeitherLosesNorDoublesNorReorders(String protocol) {
    // dynamic members leave at once; a static one would keep its partitions for its session
    String[] settings = {
      "--parkade.consumer.group-protocol=" + protocol,
      "--spring.kafka.consumer.properties[group.instance.id]="
    };
    try (World world = new World().start(settings);
        Load load = new Load(world)) {
      load.start();
      try (var second = world.startAnother("second", settings);
          var third = world.startAnother("third", settings)) {
        Eventually.within(
            LIMIT,
            () -> {
              assertThat(world.running()).hasSize(2);
              assertThat(World.running(second)).hasSize(2);
              assertThat(World.running(third)).hasSize(2);
            });
        List<Integer> numbers = new ArrayList<>(world.running());
        numbers.addAll(World.running(second));
        numbers.addAll(World.running(third));
        assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        load.awaitMore(100);
      }
      Eventually.within(LIMIT, () -> assertThat(world.running()).hasSize(6));
      load.awaitMore(20);

      load.assertSettledOnceAndInOrder();
      assertThat(world.parkedRecords().size()).as("races there were").isGreaterThan(100);
    }
  }
}
