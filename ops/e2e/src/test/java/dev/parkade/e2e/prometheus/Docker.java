package dev.parkade.e2e.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The `docker` command, as far as the tests of monitoring need it.
public final class Docker {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final boolean ANSWERS = answers();

  private Docker() {}

  /// How a command ended, and what it printed on both streams.
  public record Ended(int exitCode, String output) {
    /// What it printed.
    ///
    /// @throws IllegalStateException if it failed
    public String orThrow() {
      if (exitCode != 0) {
        throw new IllegalStateException("exit code " + exitCode + ": " + output);
      }
      return output;
    }
  }

  /// Whether a Docker engine answers on this machine.
  public static boolean isThere() {
    return ANSWERS;
  }

  /// Skips the running test where no Docker engine answers, and says so.
  ///
  /// @param what what is not tested then, as a sentence goes on after *skipped:*
  public static void required(String what) {
    Assumptions.assumeTrue(
        ANSWERS, () -> "skipped: " + what + ". `docker info` fails; start a Docker engine");
  }

  /// Runs `docker` with these arguments, for three minutes at most.
  public static Ended run(List<String> arguments) {
    try {
      return run(PATIENCE, arguments);
    } catch (IOException e) {
      throw new IllegalStateException("docker cannot be run: " + e.getMessage(), e);
    }
  }

  private static Ended run(Duration limit, List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(arguments);
    Path output = Files.createTempFile("docker", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return new Ended(ended ? process.exitValue() : -1, Files.readString(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while docker ran", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean answers() {
    try {
      return run(Duration.ofSeconds(60), List.of("info")).exitCode() == 0;
    } catch (IOException noDocker) {
      return false;
    }
  }
}
