package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path root;

  @Test
  void readsTheStateThatWasWritten() {
    var directory = new DataDirectory(root);
    var state =
        new SystemState(
            7,
            Map.of("PARKADE_X", "1"),
            Map.of(
                Part.PAYMENT,
                new SystemState.Running(42, Instant.parse("2030-01-01T12:00:00.123Z"))));

    directory.writeState(state);

    assertThat(directory.readState()).isEqualTo(state);
  }

  @Test
  void refusesAStateThatNobodyCanRead() throws Exception {
    Files.writeString(root.resolve("state.json"), "{\"portOffset\": ");

    assertThatExceptionOfType(SystemRefusal.class)
        .isThrownBy(() -> new DataDirectory(root).readState())
        .withMessageContaining("state.json")
        .withMessageContaining("fix:");
  }

  @Test
  void refusesTheSecondOfTwoCommandsAtOnce() {
    var directory = new DataDirectory(root);

    try (var _ = directory.lock()) {
      assertThatExceptionOfType(SystemRefusal.class)
          .isThrownBy(directory::lock)
          .withMessageContaining("another command");
    }

    directory.lock().close();
  }

  @Test
  void doesNotClaimADirectoryWithSomebodyElsesFiles() throws Exception {
    Files.writeString(root.resolve("thesis.tex"), "years of work");

    assertThatExceptionOfType(SystemRefusal.class)
        .isThrownBy(() -> new DataDirectory(root).claim())
        .withMessageContaining("not empty");
  }

  @Test
  void wipesOnlyWhatIsItsOwn() throws Exception {
    var directory = new DataDirectory(root);
    directory.claim();
    Files.createDirectories(root.resolve("kafka/data"));
    Files.writeString(root.resolve("thesis.tex"), "put here later");

    directory.wipe();

    assertThat(root).isDirectoryNotContaining("glob:**kafka").isDirectoryContaining("glob:**.tex");
    assertThat(directory.isOurs()).isFalse();
  }

  @Test
  void leavesADirectoryAloneThatItDoesNotKnow() throws Exception {
    Files.createDirectories(root.resolve("logs"));

    new DataDirectory(root).wipe();

    assertThat(root.resolve("logs")).exists();
  }
}
