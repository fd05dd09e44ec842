package dev.parkade.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void coloursNothingWhereNobodyWantsColours() {
    assertThat(Terminal.allowsColours(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.allowsColours(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.allowsColours(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.allowsColours(Map.of())).isFalse();
  }

  @Test
  void alignsColumnsToTheirWidestCell() {
    var rows = List.of(List.of("PART", "PID"), List.of("payment-service", "7"));

    assertThat(Table.lines(rows)).containsExactly("PART             PID", "payment-service  7");
  }
}
