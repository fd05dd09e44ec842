package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSystemTest {
  @TempDir Path repository;
  @TempDir Path data;

  @Test
  void isDownWhereNothingWasStarted() {
    var system = new LocalSystem(repository, data.resolve("none"));

    assertThat(system.isUp()).isFalse();
    assertThat(system.status()).extracting(PartStatus::state).containsOnly(PartStatus.State.DOWN);
    assertThat(system.down(Progress.SILENT)).isEmpty();
    assertThat(data.resolve("none")).doesNotExist();
  }

  @Test
  void refusesToStartWhatIsNotBuilt() {
    var system = new LocalSystem(repository, data);

    assertThatExceptionOfType(SystemRefusal.class)
        .isThrownBy(() -> system.up(UpOptions.DEFAULT, Progress.SILENT))
        .withMessageContaining("order-orchestrator is not built")
        .withMessageContaining("mvn");
  }

  @Test
  void refusesATakenPortBeforeItStartsAnything() throws IOException {
    pretendToHaveBuilt();
    // not any free one: the ports around it would lie among those of outgoing connections
    try (var taken = new ServerSocket(FreePort.pick(), 1, InetAddress.getLoopbackAddress())) {
      var system = new LocalSystem(repository, data);
      var options = UpOptions.shiftedBy(taken.getLocalPort() - 8082);

      assertThatExceptionOfType(SystemRefusal.class)
          .isThrownBy(() -> system.up(options, Progress.SILENT))
          .withMessageContaining("port " + taken.getLocalPort() + " (for payment-service)")
          .withMessageContaining("--port-offset");

      assertThat(system.down(Progress.SILENT)).isEmpty();
    }
  }

  @Test
  void doesNotStopAProcessThatOnlyHasTheSameId() {
    var me = ProcessHandle.current().pid();
    var longGone = new SystemState.Running(me, Instant.EPOCH);
    new DataDirectory(data).writeState(new SystemState(0, Map.of(), Map.of(Part.KAFKA, longGone)));
    var system = new LocalSystem(repository, data);

    assertThat(system.down(Progress.SILENT)).isEmpty();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void refusesOtherPortsWhileSomethingRuns() {
    var me = ProcessHandle.current();
    var running = new SystemState.Running(me.pid(), me.info().startInstant().orElseThrow());
    new DataDirectory(data).writeState(new SystemState(5, Map.of(), Map.of(Part.KAFKA, running)));
    var system = new LocalSystem(repository, data);

    assertThatExceptionOfType(SystemRefusal.class)
        .isThrownBy(() -> system.up(UpOptions.shiftedBy(6), Progress.SILENT))
        .withMessageContaining("runs with port offset 5");
    assertThatExceptionOfType(SystemRefusal.class).isThrownBy(system::wipe);
  }

  private void pretendToHaveBuilt() throws IOException {
    for (var service : Part.services()) {
      var target = Files.createDirectories(repository.resolve(service.label()).resolve("target"));
      Files.createFile(target.resolve(service.label() + "-0-exec.jar"));
    }
  }
}
