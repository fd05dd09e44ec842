package dev.parkade.runtime.relay;

import dev.parkade.testkit.environment.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A relay in a JVM of its own, so that a test can kill it.
final class RelayProcess implements AutoCloseable {

  private final Process process;

  private RelayProcess(Process process) {
    this.process = process;
  }

  /// Runs a relay until somebody kills it, or until its starter is gone.
  ///
  /// @param args JDBC URL, user, password, database, brokers, then `setting=value`
  public static void main(String[] args) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (int i = 5; i < args.length; i++) {
      settings.put(
          args[i].substring(0, args[i].indexOf('=')), args[i].substring(args[i].indexOf('=') + 1));
    }
    Database database = new Database("", 0, args[3], args[0], args[1], args[2]);
    var unused = TestRelay.start(database, args[4], settings);
    // the pipe from the starter ends with the starter
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }

  static RelayProcess start(Database database, String bootstrapServers, String... settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(RelayProcess.class.getName());
    command.add(database.jdbcUrl());
    command.add(database.username());
    command.add(database.password());
    command.add(database.name());
    command.add(bootstrapServers);
    command.addAll(List.of(settings));
    try {
      return new RelayProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  Path.of("target", "relay-process-" + database.name() + ".log").toFile())
              .start());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// SIGKILL, and waits until it is gone.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// SIGSTOP: it keeps its connections and does nothing, as in a very long pause.
  void freeze() {
    signal("STOP");
  }

  /// SIGCONT: it goes on as if no time had passed.
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().onExit().join();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }
}
