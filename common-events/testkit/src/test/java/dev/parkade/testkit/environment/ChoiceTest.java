package dev.parkade.testkit.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.ResourceReaper;

class ChoiceTest {

  private static final Servers CONTAINERS = mock(Servers.class, "containers");

  @Test
  void takesContainersWhereDockerCanHaveThem() {
    assertThat(Choice.of("auto", () -> CONTAINERS))
        .returns(CONTAINERS, Choice::servers)
        .hasToString("integration tests run on containers: Docker answers");
    assertThat(Choice.of("containers", () -> CONTAINERS)).returns(CONTAINERS, Choice::servers);
  }

  @Test
  void takesProcessesElsewhereAndSaysWhy() {
    assertThat(Choice.of("auto", ChoiceTest::noDocker))
        .hasToString("integration tests run on local processes: no Docker answers");
  }

  @Test
  void doesNotAskForDockerWhenProcessesAreWanted() {
    assertThat(
            Choice.of(
                "processes",
                () -> {
                  throw new AssertionError("asked");
                }))
        .hasToString("integration tests run on local processes: parkade.test.environment says so");
  }

  @Test
  void failsWhereContainersAreInsistedOnAndCannotBeHad() {
    assertThatThrownBy(() -> Choice.of("containers", ChoiceTest::noDocker))
        .hasMessage(
            "parkade.test.environment=containers, but: no Docker answers."
                + " Mend that, or take processes or auto.");
  }

  @Test
  void refusesWhatIsNoWay() {
    assertThatThrownBy(() -> Choice.of("podman", () -> CONTAINERS))
        .hasMessage("parkade.test.environment is auto, containers or processes, not podman");
  }

  @Test
  void asksForTheReaperThatTestcontainersStarts() throws IOException {
    try (var code = ResourceReaper.class.getResourceAsStream("RyukContainer.class")) {
      assertThat(new String(code.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains(Containers.REAPER);
    }
  }

  private static Servers noDocker() throws Docker.Missing {
    throw new Docker.Missing("no Docker answers");
  }
}
