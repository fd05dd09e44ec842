package dev.parkade.testkit.environment;

import dev.parkade.local.Directories;
import dev.parkade.local.FreePort;
import java.util.function.Function;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.dockerclient.DockerClientConfigUtils;

/// Servers in containers of the official images. Testcontainers removes them when this JVM ends:
/// its reaper does, also after a crash, or its shutdown hook where the reaper is off.
final class Containers implements Servers {
  /// The broker is of the version of its clients.
  static final String KAFKA = "apache/kafka:" + AppInfoParser.getVersion();

  static final String POSTGRES = "postgres:18";

  /// What Testcontainers starts first, to clean up after JVMs that were killed.
  static final String REAPER = "testcontainers/ryuk:0.14.0";

  private static final String NO_REAPER = "TESTCONTAINERS_RYUK_DISABLED";
  /// In a container, Testcontainers finds out with this one where the others are.
  private static final String SCOUT = "alpine:3.17";

  private static final String HOST = "TESTCONTAINERS_HOST_OVERRIDE";
  private static final int ATTEMPTS = 3;

  private final Scratch scratch = new Scratch();
  private final String docker;
  private final String host;

  private Containers(String docker, String host) {
    this.docker = docker;
    this.host = host;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(scratch.home())));
  }

  /// Makes sure that Docker answers and that there is an image of everything.
  static Containers prepare() throws Docker.Missing {
    var docker = Docker.connect();
    docker.provide(KAFKA);
    docker.provide(POSTGRES);
    if (!Boolean.parseBoolean(System.getenv(NO_REAPER))) {
      try {
        docker.provide(REAPER);
      } catch (Docker.Missing refused) {
        throw new Docker.Missing(
            refused.getMessage() + "; " + NO_REAPER + "=true in the environment does without it");
      }
    }
    if (DockerClientConfigUtils.IN_A_CONTAINER && System.getenv(HOST) == null) {
      docker.provide(SCOUT);
    }
    var factory = DockerClientFactory.instance();
    factory.client();
    return new Containers(docker.version(), Published.hostOf(factory.dockerHostIpAddress()));
  }

  @Override
  public Broker startBroker() {
    return atAFreePort(port -> new ContainerBroker(KAFKA, port, scratch.next("kafka")));
  }

  @Override
  public DatabaseServer startDatabase() {
    return atAFreePort(port -> new ContainerDatabase(POSTGRES, port));
  }

  @Override
  public String toString() {
    return "containers %s and %s (Docker %s)".formatted(KAFKA, POSTGRES, docker);
  }

  /// Another test JVM may take the port between choice and start.
  private <S> S atAFreePort(Function<Published, S> start) {
    for (int attempt = 1; ; attempt++) {
      try {
        return start.apply(new Published(host, FreePort.pick()));
      } catch (ContainerLaunchException failed) {
        if (attempt == ATTEMPTS || !isPortTaken(failed)) {
          throw failed;
        }
      }
    }
  }

  private static boolean isPortTaken(Throwable failed) {
    for (var cause = failed; cause != null; cause = cause.getCause()) {
      var message = String.valueOf(cause.getMessage());
      if (message.contains("port is already allocated")
          || message.contains("address already in use")) {
        return true;
      }
    }
    return false;
  }
}
