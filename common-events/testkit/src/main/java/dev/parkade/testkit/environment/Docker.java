package dev.parkade.testkit.environment;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/// The Docker engine that Testcontainers would use, asked before Testcontainers is: that one starts
/// its reaper first, and waits for minutes where its image cannot be had.
final class Docker {
  private static final long ANSWER_SECONDS = 20;
  private static final long PULL_MINUTES = 10;

  /// Why there are no containers.
  static final class Missing extends Exception {
    Missing(String reason) {
      super(reason);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private final DockerClient client;
  private final String version;

  private Docker(DockerClient client, String version) {
    this.client = client;
    this.version = version;
  }

  /// Asks the engine who it is.
  static Docker connect() throws Missing {
    if (System.getenv("DOCKER_HOST") == null && places().stream().noneMatch(Files::exists)) {
      throw new Missing("no Docker, DOCKER_HOST is not set and there is no " + places().getFirst());
    }
    var answer =
        CompletableFuture.supplyAsync(
            Docker::ask, task -> Thread.ofPlatform().daemon().start(task));
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      throw new Missing("no Docker answers: " + refused.getMessage());
    } catch (TimeoutException silent) {
      throw new Missing("Docker does not answer within " + ANSWER_SECONDS + " s");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for Docker", stop);
    }
  }

  /// The version of the engine.
  String version() {
    return version;
  }

  /// Pulls an image unless it is there.
  void provide(String image) throws Missing {
    try {
      client.inspectImageCmd(image).exec();
      return;
    } catch (NotFoundException notYet) {
      Environment.say("pulling " + image);
    }
    try {
      var pulled = client.pullImageCmd(image).exec(new PullImageResultCallback());
      if (!pulled.awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
        throw new Missing("pulling " + image + " takes longer than " + PULL_MINUTES + " min");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pulling " + image, stop);
    } catch (RuntimeException refused) {
      var reason = String.valueOf(refused.getMessage()).strip();
      throw new Missing("the image " + image + " is not here and cannot be pulled: " + reason);
    }
  }

  private static Docker ask() {
    var strategies =
        ServiceLoader.load(DockerClientProviderStrategy.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    var found = DockerClientProviderStrategy.getFirstValidStrategy(strategies);
    return new Docker(found.getDockerClient(), String.valueOf(found.getInfo().getServerVersion()));
  }

  /// Where engines usually listen, or where somebody has said where.
  private static List<Path> places() {
    var home = System.getProperty("user.home");
    var runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run/user/0");
    return List.of(
        Path.of("/var/run/docker.sock"),
        Path.of(runtime, "docker.sock"),
        Path.of(home, ".docker", "run", "docker.sock"),
        Path.of(home, ".docker", "desktop", "docker.sock"),
        Path.of(home, ".rd", "docker.sock"),
        Path.of(home, ".testcontainers.properties"));
  }
}
