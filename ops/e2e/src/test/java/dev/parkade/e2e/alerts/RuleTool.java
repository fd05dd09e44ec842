package dev.parkade.e2e.alerts;

import dev.parkade.e2e.prometheus.Docker;
import dev.parkade.e2e.prometheus.Promtool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Prometheus' own tool for rules: that of this machine, else that of the image, else the test is
/// skipped.
final class RuleTool {
  private RuleTool() {}

  /// Runs `promtool` in a folder.
  static Docker.Ended run(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    if (!isInstalled()) {
      Docker.required(
          "Prometheus' rules are not checked; or install promtool (Debian: prometheus)");
      return Promtool.run(folder, arguments);
    }
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Docker.Ended(process.waitFor(), output);
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(it -> Files.isExecutable(Path.of(it, "promtool")));
  }
}
