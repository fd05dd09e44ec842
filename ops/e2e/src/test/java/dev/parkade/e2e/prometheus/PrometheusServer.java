package dev.parkade.e2e.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.atomic.AtomicBoolean;

/// A Prometheus of its own for a test: in a container, on the network of this machine, on a port
/// that is free, without any data to begin with; closing it removes all of it. Needs Docker: see
/// [Docker#required(String)].
public final class PrometheusServer implements AutoCloseable {
  static final String IMAGE = System.getProperty("parkade.prometheus.image", "prom/prometheus:v3");
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 3;

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
    for (int attempt = 1; ; attempt++) {
      var server = startAt(FreePort.pick(), configuration);
      try {
        server.awaitReady();
        return server;
      } catch (PortTaken taken) {
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /// Somebody else took the port between choice and start.
  private static final class PortTaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    PortTaken(String log) {
      super("Prometheus does not get its port:\n" + log);
    }
  }

  private static PrometheusServer startAt(int port, Path configuration) {
    var run = new ArrayList<>(List.of("run", "--detach", "--network", "host", "--memory", "256m"));
    run.addAll(List.of("--label", "dev.parkade.test=prometheus"));
    run.addAll(List.of("--volume", configuration.toAbsolutePath() + ":/configuration:ro", IMAGE));
    run.addAll(
        List.of(
            "--config.file=/configuration/prometheus.yml",
            "--storage.tsdb.path=/prometheus",
            "--web.listen-address=127.0.0.1:" + port));
    String container = Docker.run(run).orThrow().strip();
    return new PrometheusServer(
        container, new PrometheusApi(URI.create("http://127.0.0.1:" + port)));
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
    var ended = new AtomicBoolean();
    try {
      Eventually.within(
          START_LIMIT,
          () -> {
            ended.set(!isRunning());
            assertThat(ended.get() || api.isReady()).as("Prometheus is ready").isTrue();
          });
    } catch (RuntimeException | AssertionError e) {
      throw closed(new IllegalStateException("Prometheus does not start:\n" + log(), e));
    }
    if (ended.get()) {
      String log = log();
      throw closed(
          log.contains("address already in use")
              ? new PortTaken(log)
              : new IllegalStateException("Prometheus does not start:\n" + log));
    }
  }

  private boolean isRunning() {
    return Docker.run(List.of("inspect", "--format", "{{.State.Running}}", container))
        .output()
        .startsWith("true");
  }

  private IllegalStateException closed(IllegalStateException failure) {
    close();
    return failure;
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
