package dev.parkade.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Short commands of the operating system.
final class Commands {
  /// What a command said (both streams) and how it ended.
  record Outcome(int exitCode, String output) {}

  private Commands() {}

  /// Runs a command to its end.
  static Outcome run(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), refused);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command.getFirst(), stop);
    }
  }

  static boolean isInstalled(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
        .stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /// The java program this JVM runs on.
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
