package dev.parkade.e2e.prometheus;

import dev.parkade.local.FreePort;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Prometheus of its own for a test: in a container, on the network of this machine, on a port
/// that is free, without any data to begin with; closing it removes all of it. Needs Docker: see
/// [Docker#required(String)].
public final class PrometheusServer implements AutoCloseable {
  static final String IMAGE = System.getProperty("parkade.prometheus.image", "prom/prometheus:v3");
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final String container;
  private final PrometheusApi api;

  private PrometheusServer(String container, PrometheusApi api) {
    this.container = container;
    this.api = api;
  }

  /// Starts one that is ready for queries when this returns.
  ///
  /// @param configuration a folder with a `prometheus.yml`, and with what that refers to by paths
  ///     relative to it; it is made readable for everybody
  public static PrometheusServer start(Path configuration) throws IOException {
    makeReadable(configuration);
    int port = FreePort.pick();
    var run = new ArrayList<>(List.of("run", "--detach", "--network", "host", "--memory", "256m"));
    run.addAll(List.of("--label", "dev.parkade.test=prometheus"));
    run.addAll(List.of("--volume", configuration.toAbsolutePath() + ":/configuration:ro", IMAGE));
    run.addAll(
        List.of(
            "--config.file=/configuration/prometheus.yml",
            "--storage.tsdb.path=/prometheus",
            "--web.listen-address=127.0.0.1:" + port));
    String container = Docker.run(run).orThrow().strip();
    var server =
        new PrometheusServer(container, new PrometheusApi(URI.create("http://127.0.0.1:" + port)));
    server.awaitReady();
    return server;
  }

  /// Its API.
  public PrometheusApi api() {
    return api;
  }

  /// What it wrote to its log.
  public String log() {
    return Docker.run(List.of("logs", container)).output();
  }

  @Override
  public void close() {
    Docker.run(List.of("rm", "--force", "--volumes", container));
  }

  private void awaitReady() {
    try {
      Eventually.within(
          START_LIMIT,
          () -> {
            if (!api.isReady()) {
              throw new AssertionError("Prometheus is not ready");
            }
          });
    } catch (RuntimeException | AssertionError e) {
      var failure = new IllegalStateException("Prometheus does not start:\n" + log(), e);
      close();
      throw failure;
    }
  }

  // the server runs as nobody
  private static void makeReadable(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        String rights = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
      }
    }
  }
}
