package dev.parkade.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs `ops/parkade` out of this checkout, as it was built before these tests.
record Launcher(Path folder, Map<String, String> environment) {
  static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();

  /// How a command ended, and all that it printed.
  record Ended(int exitCode, String output) {}

  /// A launcher that keeps what it makes in a new folder, which stays for whoever looks for causes.
  static Launcher inNewFolder(String name) throws IOException {
    var all = Files.createDirectories(REPOSITORY.resolve("ops/e2e/target").resolve(name));
    return new Launcher(Files.createTempDirectory(all, "run"), Map.of());
  }

  /// The same, in an environment with one more variable.
  Launcher with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Launcher(folder, more);
  }

  /// Runs one of its commands, and ends it if it does not end by itself.
  Ended run(Duration limit, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(REPOSITORY.resolve("ops/parkade").toString()));
    command.addAll(List.of(arguments));
    return start(limit, command);
  }

  /// Runs a script in the root of this checkout; the first command that fails ends it.
  Ended shell(Duration limit, String script) throws IOException, InterruptedException {
    return start(limit, List.of("bash", "-euo", "pipefail", "-c", script));
  }

  private Ended start(Duration limit, List<String> command)
      throws IOException, InterruptedException {
    var log = Files.createTempFile(folder, "output", ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(REPOSITORY.toFile());
    builder.redirectOutput(log.toFile());
    builder.environment().put("PARKADE_NO_BUILD", "1");
    // preparing fast starts takes longer than it gains for a system that is started once
    builder.environment().put("PARKADE_REHEARSE", "");
    // a test has less patience than a person
    builder.environment().put("PARKADE_PARKING_MAX_AGE", "20s");
    builder.environment().put("PARKADE_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    var process = builder.start();
    boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      // in order, so that it takes its system down
      process.destroy();
      process.waitFor(60, TimeUnit.SECONDS);
    }
    return new Ended(ended ? process.exitValue() : -1, Files.readString(log));
  }
}
