package dev.parkade.testkit.environment;

import dev.parkade.local.Directories;
import dev.parkade.local.FreePort;
import dev.parkade.local.KafkaProcess;
import dev.parkade.local.Lifetime;
import java.nio.file.Path;

/// A broker in a JVM of its own.
final class ProcessBroker implements Broker {
  private final Path directory;
  private final int port = FreePort.pick();
  private final int controller = FreePort.pick();
  private KafkaProcess process;

  ProcessBroker(Path directory) {
    this.directory = directory;
    this.process = start();
  }

  @Override
  public String bootstrapServers() {
    return process.bootstrapServers();
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void restart() {
    process = start();
  }

  @Override
  public void freeze() {
    process.freeze();
  }

  @Override
  public void thaw() {
    process.thaw();
  }

  @Override
  public void close() {
    process.kill();
    Directories.delete(directory);
  }

  private KafkaProcess start() {
    var log = directory.resolve("kafka.log");
    return KafkaProcess.start(directory, port, controller, log, Lifetime.WITH_THIS_JVM);
  }
}
