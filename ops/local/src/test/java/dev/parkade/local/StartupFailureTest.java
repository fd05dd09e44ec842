package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupFailureTest {
  @TempDir Path directory;

  @Test
  void saysWhichPartWhyWhereTheLogIsAndWhatToDo() throws Exception {
    var log = Files.writeString(directory.resolve("payment.log"), "ERROR no such host\n");

    var failure = new StartupFailure("payment-service", "its process ended", log, "check the host");

    assertThat(failure)
        .hasMessage(
            """
            payment-service did not start: its process ended
              | ERROR no such host
              log: %s
              fix: check the host"""
                .formatted(log));
  }

  @Test
  void showsErrorsRatherThanTheOrderlyShutdownAfterThem() {
    var shutdown = IntStream.range(0, 20).mapToObj(it -> "INFO closing " + it);
    var log =
        Stream.concat(
                Stream.of(
                    "INFO starting",
                    "ERROR Application run failed",
                    "java.lang.IllegalStateException: partition counts differ",
                    "\tat dev.parkade.Gate.open(Gate.java:1)",
                    "\t... 16 common frames omitted"),
                shutdown)
            .toList();

    assertThat(StartupFailure.tellingLines(log))
        .containsExactly(
            "ERROR Application run failed",
            "java.lang.IllegalStateException: partition counts differ");
  }

  @Test
  void showsTheEndWhereNothingLooksLikeAnError() {
    assertThat(StartupFailure.tellingLines(List.of("INFO one", "", "INFO two")))
        .containsExactly("INFO one", "INFO two");
  }
}
