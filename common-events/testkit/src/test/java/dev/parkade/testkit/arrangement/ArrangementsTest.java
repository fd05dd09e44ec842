package dev.parkade.testkit.arrangement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArrangementsTest {

  @Test
  void leavesNoOrderOutAndRepeatsNone() {
    assertThat(Arrangements.of(List.of("b", "a", "a")))
        .containsExactly(List.of("a", "a", "b"), List.of("a", "b", "a"), List.of("b", "a", "a"));
    assertThat(Arrangements.of(List.of(1, 2, 3, 4))).hasSize(24).doesNotHaveDuplicates();
    assertThat(Arrangements.of(List.of(1, 1, 1, 2, 2, 2, 3, 3, 3)))
        .hasSize(1680)
        .doesNotHaveDuplicates();
    assertThat(Arrangements.of(List.of("alone"))).containsExactly(List.of("alone"));
  }
}
