package dev.parkade.e2e.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The `docker` command.
///
/// @param folder where commands run
/// @param environment what they get beyond ours
record Docker(Path folder, Map<String, String> environment) {
  private static final Duration SOON = Duration.ofSeconds(60);

  /// How a command ended.
  ///
  /// @param output of it, and what it said to the person as well
  record Ended(List<String> command, int exitCode, String output) {
    /// The output.
    ///
    /// @throws IllegalStateException unless it ended well
    String expectSuccess() {
      if (exitCode != 0) {
        throw new IllegalStateException(
            "%s ended with %d:\n%s".formatted(String.join(" ", command), exitCode, output));
      }
      return output;
    }
  }

  /// What stands in the way of running containers with Compose v2 here, with what helps.
  static Optional<String> obstacle() {
    var here = new Docker(Path.of("."), Map.of());
    try {
      if (here.run(SOON, "info").exitCode() != 0) {
        return Optional.of("the Docker daemon does not answer (docker info)");
      }
      if (here.run(SOON, "compose", "version").exitCode() != 0) {
        return Optional.of("docker compose is missing: install the plugin docker-compose v2");
      }
      return Optional.empty();
    } catch (UncheckedIOException missing) {
      return Optional.of("there is no docker command on the PATH");
    }
  }

  /// Runs `docker` with these arguments and waits for its end.
  ///
  /// @throws UncheckedIOException if there is no such command
  Ended run(Duration limit, String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      var log = Files.createTempFile("docker", ".log");
      try {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(folder.toFile()).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.destroy();
          process.waitFor(10, TimeUnit.SECONDS);
        }
        return new Ended(command, ended ? process.exitValue() : -1, Files.readString(log));
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot run docker", refused);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while docker ran", stop);
    }
  }
}
