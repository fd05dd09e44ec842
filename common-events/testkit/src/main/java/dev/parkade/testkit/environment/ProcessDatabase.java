package dev.parkade.testkit.environment;

import dev.parkade.local.Directories;
import dev.parkade.local.FreePort;
import dev.parkade.local.Lifetime;
import dev.parkade.local.PostgresAccess;
import dev.parkade.local.PostgresServer;
import java.nio.file.Path;

/// A PostgreSQL server that runs from the binaries on the class path.
final class ProcessDatabase implements DatabaseServer {
  private final Path directory;
  private final int port = FreePort.pick();
  private PostgresServer process;

  ProcessDatabase(Path directory) {
    this.directory = directory;
    this.process = start();
  }

  @Override
  public PostgresAccess access() {
    return process.access();
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
  public void close() {
    process.kill();
    Directories.delete(directory);
  }

  private PostgresServer start() {
    return PostgresServer.start(
        directory, port, directory.resolve("postgres.log"), Lifetime.WITH_THIS_JVM);
  }
}
