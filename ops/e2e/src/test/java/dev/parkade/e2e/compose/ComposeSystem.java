package dev.parkade.e2e.compose;

import dev.parkade.e2e.compose.Docker.Ended;
import dev.parkade.local.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The default profile of `docker-compose.yml`: everything that people get, under a project and
/// image names of its own and on ports of its own, from the jars that Maven has just built.
/// Get it with [OnCompose].
public final class ComposeSystem {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();

  /// Where the services listen when nothing is put in front.
  private static final Map<String, Integer> PORTS =
      Map.ofEntries(
          Map.entry("order-orchestrator", 8080),
          Map.entry("customer-service", 8081),
          Map.entry("payment-service", 8082),
          Map.entry("inventory-service", 8083),
          Map.entry("kafka", 9092),
          Map.entry("postgres", 5432),
          Map.entry("prometheus", 9090),
          Map.entry("grafana", 3000));

  /// The four services.
  public static final List<String> SERVICES =
      List.of("order-orchestrator", "customer-service", "payment-service", "inventory-service");

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(20);
  private static final Duration UP_LIMIT = Duration.ofMinutes(8);
  private static final Duration DOWN_LIMIT = Duration.ofMinutes(4);

  /// Between management ports and those of the API.
  private static final int MANAGEMENT = 1000;

  private static final int ATTEMPTS = 3;

  private int prefix;
  private Docker docker;

  ComposeSystem() {
    prefix = freePrefix();
    docker = docker(prefix);
  }

  private static Docker docker(int prefix) {
    // checkouts side by side do not share images
    var own = "e2e-" + Integer.toHexString(REPOSITORY.hashCode());
    var tag = built().orElse(own);
    var environment = new LinkedHashMap<String, String>();
    environment.put("COMPOSE_PROJECT_NAME", "parkade-" + own);
    environment.put("COMPOSE_ANSI", "never");
    environment.put("COMPOSE_PROGRESS", "plain");
    environment.put("PARKADE_PORTS", Integer.toString(prefix));
    environment.put("PARKADE_TAG", tag);
    environment.put("PARKADE_JARS", "prebuilt");
    // less patience than a person has, and more than it takes to park the hundreds of the race
    environment.put("PARKADE_PARKING_MAX_AGE", "60s");
    return new Docker(REPOSITORY, environment);
  }

  /// What it is called among the projects of Docker.
  public String project() {
    return docker.environment().get("COMPOSE_PROJECT_NAME");
  }

  /// The network of its containers, for others that want to reach them by name.
  public String network() {
    return project() + "_default";
  }

  /// The API of a service (or the address of Prometheus or Grafana) on this machine.
  public URI api(String service) {
    return URI.create("http://127.0.0.1:" + port(service));
  }

  /// The management side of a service on this machine: health, metrics, switches of the demo.
  public URI management(String service) {
    return URI.create("http://127.0.0.1:" + (port(service) + MANAGEMENT));
  }

  /// Kafka on this machine.
  public String bootstrapServers() {
    return "localhost:" + port("kafka");
  }

  /// Runs `docker compose` on this project.
  ///
  /// @return what it printed
  /// @throws IllegalStateException if it ends with another exit code than 0; says what it printed
  public String compose(Duration limit, String... arguments) {
    return tryCompose(limit, arguments).expectSuccess();
  }

  /// Runs `docker compose` on this project, however it may end.
  Ended tryCompose(Duration limit, String... arguments) {
    var all = new ArrayList<>(List.of("compose"));
    all.addAll(List.of(arguments));
    return docker.run(limit, all.toArray(String[]::new));
  }

  /// Runs `docker`.
  ///
  /// @throws IllegalStateException if it ends with another exit code than 0
  public String docker(Duration limit, String... arguments) {
    return docker.run(limit, arguments).expectSuccess();
  }

  /// Brings up what is down, and waits until all of it is healthy.
  public void up() {
    compose(UP_LIMIT, "up", "--detach", "--wait", "--no-build", "--quiet-pull");
  }

  /// Ends a service as a crash would.
  public void kill(String service) {
    compose(DOWN_LIMIT, "kill", service);
  }

  /// Stops a service in order.
  public void stop(String service) {
    compose(DOWN_LIMIT, "stop", service);
  }

  /// Everything that a service has logged.
  public String logs(String service) {
    return compose(DOWN_LIMIT, "logs", "--no-color", "--no-log-prefix", service);
  }

  /// The id of the container of a service.
  public String container(String service) {
    return compose(DOWN_LIMIT, "ps", "--all", "--quiet", service).strip();
  }

  /// Builds the images out of the jars of this build, and brings everything up from nothing.
  void start() {
    remove();
    if (built().isEmpty()) {
      collectJars();
      compose(BUILD_LIMIT, "build", "--quiet");
    }
    upAtFreePorts();
  }

  /// Others may take a port between choice and start, and did while the images were built.
  private void upAtFreePorts() {
    for (int attempt = 1; ; attempt++) {
      prefix = freePrefix();
      docker = docker(prefix);
      try {
        up();
        return;
      } catch (IllegalStateException failed) {
        if (attempt == ATTEMPTS || !isPortTaken(failed)) {
          throw failed;
        }
        remove();
      }
    }
  }

  private static boolean isPortTaken(IllegalStateException failed) {
    String said = String.valueOf(failed.getMessage());
    return said.contains("port is already allocated") || said.contains("address already in use");
  }

  /// Stops and forgets all of it, data included.
  void remove() {
    compose(
        DOWN_LIMIT, "--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "20");
  }

  /// The tag of images that are there already and are to be tested as they are: `PARKADE_BUILT`.
  private static Optional<String> built() {
    return Optional.ofNullable(System.getenv("PARKADE_BUILT")).filter(it -> !it.isBlank());
  }

  private static void collectJars() {
    var command = List.of("bash", "ops/docker/collect-jars", "target/jars");
    try {
      var process = new ProcessBuilder(command).directory(REPOSITORY.toFile()).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("cannot collect the jars: build them first, mvn package");
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot run bash", refused);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  private int port(String service) {
    Integer plain = PORTS.get(service);
    if (plain == null) {
      throw new IllegalArgumentException(
          "no port of " + service + " is published: " + PORTS.keySet());
    }
    return prefix * 10_000 + plain;
  }

  /// A digit in front of all ports at which nobody listens.
  private static int freePrefix() {
    return IntStream.of(2, 1, 3, 4, 5)
        .filter(digit -> PORTS.values().stream().allMatch(it -> isFree(digit, it)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free ports: stop another system"));
  }

  private static boolean isFree(int digit, int port) {
    return FreePort.isFree(digit * 10_000 + port)
        && (port < 8080 || port > 8083 || FreePort.isFree(digit * 10_000 + port + MANAGEMENT));
  }
}
