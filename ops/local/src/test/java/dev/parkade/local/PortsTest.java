package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
  @Test
  void shiftsEveryPortByTheSameOffset() {
    var ports = new Ports(100);

    assertThat(ports.of(Part.ORDERS)).isEqualTo(8180);
    assertThat(ports.inner(Part.ORDERS)).isEqualTo(9180);
    assertThat(ports.of(Part.POSTGRES)).isEqualTo(5532);
    assertThat(ports.of(Part.KAFKA)).isEqualTo(9192);
    assertThat(ports.inner(Part.KAFKA)).isEqualTo(9193);
  }

  @Test
  void givesEveryPartItsOwnPorts() {
    var ports = new Ports(0);
    var outer = Arrays.stream(Part.values()).map(ports::of).toList();
    var inner =
        Arrays.stream(Part.values()).filter(it -> it != Part.POSTGRES).map(ports::inner).toList();

    assertThat(outer).doesNotHaveDuplicates().doesNotContainAnyElementsOf(inner);
    assertThat(inner).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 56_443})
  void refusesOffsetsThatLeaveTheRangeOfPorts(int offset) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ports(offset))
        .withMessageContaining("port offset " + offset);
  }

  @Test
  void namesTheTakenPortAndWhoNeedsIt() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ports = new Ports(taken.getLocalPort() - 5432);

      assertThat(ports.taken(List.of(Part.POSTGRES)))
          .containsExactly(Map.entry(taken.getLocalPort(), Part.POSTGRES));
    }
  }
}
