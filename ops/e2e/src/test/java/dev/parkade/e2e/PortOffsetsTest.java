package dev.parkade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.local.Ports;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortOffsetsTest {

  @Test
  void twoSystemsNeverMeet() {
    List<Integer> one = PortOffsets.ports(new Ports(0)).toList();

    IntStream.rangeClosed(1, 300)
        .map(it -> it * PortOffsets.STEP)
        .forEach(
            apart ->
                assertThat(PortOffsets.ports(new Ports(apart)))
                    .as("%d apart", apart)
                    .doesNotContainAnyElementsOf(one));
  }

  @Test
  void aSystemIsBelowThePortsOfSingleServers() {
    for (int i = 0; i < 100; i++) {
      assertThat(PortOffsets.ports(new Ports(PortOffsets.pick())))
          .allSatisfy(port -> assertThat(port).isBetween(5432, 14_999));
    }
  }
}
