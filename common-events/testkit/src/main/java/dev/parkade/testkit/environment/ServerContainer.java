package dev.parkade.testkit.environment;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/// A container that may be killed and started again: it keeps its data, and its published port,
/// which is chosen here and not by Docker, who would choose another one at every start.
final class ServerContainer {
  /// On every container of ours; its value is the id of the JVM that started it.
  static final String LABEL = "dev.parkade.testkit";

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(50);

  private final DockerClient client = DockerClientFactory.lazyClient();
  private final GenericContainer<?> container;
  private final Callable<Boolean> answers;

  private ServerContainer(GenericContainer<?> container, Callable<Boolean> answers) {
    this.container = container;
    this.answers = answers;
  }

  /// Starts a container and waits until it answers.
  ///
  /// @param exposed its port in the container
  static ServerContainer start(
      GenericContainer<?> container, Published published, int exposed, Callable<Boolean> answers) {
    var server = new ServerContainer(container, answers);
    container.setPortBindings(List.of(published.binding(exposed)));
    container.withLabel(LABEL, Long.toString(ProcessHandle.current().pid()));
    container.waitingFor(server.new Answering());
    container.start();
    return server;
  }

  void kill() {
    client.killContainerCmd(id()).withSignal("KILL").exec();
    try {
      var gone = client.waitContainerCmd(id()).exec(new WaitContainerResultCallback());
      if (!gone.awaitCompletion(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(container.getDockerImageName() + " survives its SIGKILL");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while killing a container", stop);
    }
  }

  void restart() {
    client.startContainerCmd(id()).exec();
    awaitAnswer();
  }

  /// Sends a signal to the server, which is the first process of its container.
  void signal(String name) {
    client.killContainerCmd(id()).withSignal(name).exec();
  }

  /// Ends it, and removes it with its data.
  void remove() {
    try {
      client.removeContainerCmd(id()).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException alreadyGone) {
      return;
    }
  }

  private String id() {
    return container.getContainerId();
  }

  private void awaitAnswer() {
    Awaitility.await(container.getDockerImageName() + " answers")
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(START_LIMIT)
        .ignoreExceptions()
        .failFast(this::refuseIfEnded)
        .until(answers);
  }

  private void refuseIfEnded() {
    var state = client.inspectContainerCmd(id()).exec().getState();
    if (Boolean.FALSE.equals(state.getRunning())) {
      throw new IllegalStateException("its container ended: " + container.getLogs());
    }
  }

  /// Testcontainers waits the way that we wait after a restart.
  private final class Answering extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {
      awaitAnswer();
    }
  }
}
