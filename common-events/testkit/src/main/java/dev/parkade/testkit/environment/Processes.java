package dev.parkade.testkit.environment;

import dev.parkade.local.Directories;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Servers as processes of this machine, on free ports of 127.0.0.1. Their data and logs lie under
/// `target/environment-<pid>`; both are gone when this JVM ends, unless it is killed.
final class Processes implements Servers {
  private final Scratch scratch = new Scratch();
  private final Queue<Runnable> kills = new ConcurrentLinkedQueue<>();

  Processes() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
  }

  @Override
  public Broker startBroker() {
    var broker = new ProcessBroker(scratch.next("kafka"));
    kills.add(broker::kill);
    return broker;
  }

  @Override
  public DatabaseServer startDatabase() {
    var server = new ProcessDatabase(scratch.next("postgres"));
    kills.add(server::kill);
    return server;
  }

  @Override
  public String toString() {
    return "local processes";
  }

  private void remove() {
    // nobody needs the data any more, so no orderly shutdown
    kills.forEach(Runnable::run);
    Directories.delete(scratch.home());
  }
}
