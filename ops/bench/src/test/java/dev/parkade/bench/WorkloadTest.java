package dev.parkade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private final Lane lane =
      new Lane("test", "127.0.0.1:1", "customers", "commands", "", Path.of("x"));
  private final RacePlan plan = new RacePlan(List.of(), 10, 5, 0, 1000, 1, 0);
  private final List<Workload.Step> steps = Workload.race(lane, plan);

  @Test
  void letsAFifthOfThePaymentsRace() {
    var payments = steps.stream().filter(it -> it.item().payment && it.item().measured).toList();

    assertThat(payments).hasSize(10_000);
    assertThat(payments).filteredOn(it -> it.item().lateMillis >= 0).hasSize(2_000);
  }

  @Test
  void isPlannedInTimeAndRegistersEveryNewcomerAsLateAsItSays() {
    assertThat(steps).isSortedAccordingTo(Comparator.comparingLong(Workload.Step::at));

    var newcomer =
        steps.stream().filter(it -> it.item().lateMillis == 500).findFirst().orElseThrow();
    var registered =
        steps.stream()
            .filter(it -> it.item() == newcomer.item().person.event)
            .findFirst()
            .orElseThrow();
    assertThat((registered.at() - newcomer.at()) / 1e6).isCloseTo(501, Offset.offset(0.1));
  }
}
