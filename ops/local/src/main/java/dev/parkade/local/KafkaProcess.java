package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One Kafka broker (its own KRaft controller) in its own JVM, from the jars on the class path, or
/// on the one in the system property `parkade.kafka.classpath`. The property
/// `parkade.kafka.jvm-options` takes the place of the options that make it start fast.
///
/// Listens on 127.0.0.1 only. Never creates a topic by itself. Keeps its data in its directory, so
/// that a restart there, also after [#kill()], serves the same records.
public final class KafkaProcess implements AutoCloseable {
  static final String PART = "kafka";
  private static final String LOGGING = "broker-logback.xml";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final NativeProcess process;
  private final int port;

  KafkaProcess(NativeProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts a broker that is stopped with this JVM, on free ports.
  public static KafkaProcess start(Path directory) {
    var log = directory.resolve("kafka.log");
    return start(directory, 0, 0, log, Lifetime.WITH_THIS_JVM);
  }

  /// Starts a broker and waits until it answers the admin client.
  ///
  /// @param directory for its data and configuration, formatted at the first start
  /// @param port 0 picks a free one
  /// @param controllerPort 0 picks a free one
  /// @throws StartupFailure when it ends or does not answer in time; nothing is left running
  public static KafkaProcess start(
      Path directory, int port, int controllerPort, Path log, Lifetime lifetime) {
    var broker = launch(directory, port, controllerPort, log, lifetime);
    broker.awaitReady(log);
    return broker;
  }

  /// Starts the process without waiting for it.
  static KafkaProcess launch(
      Path directory, int port, int controllerPort, Path log, Lifetime lifetime) {
    var home = Directories.create(directory).toAbsolutePath();
    if (home.toString().contains(",")) {
      throw new StartupFailure(
          PART, "it takes a comma in a path for a separator: " + home, null, "use another path");
    }
    int listener = port == 0 ? FreePort.pick() : port;
    int controller = controllerPort == 0 ? FreePort.pick() : controllerPort;
    var settings = configure(home, listener, controller);
    var process = NativeProcess.spawn(command(home, settings), Map.of(), log, lifetime);
    return new KafkaProcess(process, listener);
  }

  /// The id of the broker's process.
  public long pid() {
    return process.pid();
  }

  /// Host and port for clients.
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /// Whether the process is there; it may still be on its way up or down.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Stops it in order: SIGTERM, and SIGKILL after 20 seconds. Fine when it is stopped already.
  public void stop() {
    process.stop("TERM", STOP_LIMIT);
  }

  /// SIGKILL, as in a crash. Records that were acknowledged survive, as the machine goes on.
  public void kill() {
    process.kill();
  }

  /// SIGSTOP: it takes connections and requests and answers none, until [#thaw()].
  public void freeze() {
    process.signal("STOP");
  }

  /// SIGCONT: it goes on where [#freeze()] left it.
  public void thaw() {
    process.signal("CONT");
  }

  @Override
  public void close() {
    stop();
  }

  NativeProcess process() {
    return process;
  }

  private static Path configure(Path home, int port, int controllerPort) {
    try (var logging = KafkaProcess.class.getResourceAsStream(LOGGING)) {
      Files.copy(
          Objects.requireNonNull(logging),
          home.resolve(LOGGING),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot configure the broker in " + home, refused);
    }
    return BrokerStorage.prepare(home, port, controllerPort);
  }

  private static List<String> command(Path home, Path settings) {
    var classPath =
        System.getProperty("parkade.kafka.classpath", System.getProperty("java.class.path"));
    var command = new ArrayList<>(List.of(Commands.java(), "-cp", classPath));
    var options = System.getProperty("parkade.kafka.jvm-options");
    command.addAll(
        options == null ? fastStart(Path.of(classPath)) : List.of(options.strip().split(" +")));
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlogback.configurationFile=" + home.resolve(LOGGING),
            "kafka.Kafka",
            settings.toString()));
    return command;
  }

  /// An archive of loaded classes beside the jar, which the JVM makes when it first ends and makes
  /// anew when the jar has changed. It does not take directories, so not in tests; those live for
  /// a minute or two, in which the optimizing compiler costs more than it gives.
  private static List<String> fastStart(Path classPath) {
    return Files.isRegularFile(classPath)
        ? List.of(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + classPath.resolveSibling("broker.jsa"),
            "-Xlog:disable")
        : List.of("-XX:TieredStopAtLevel=1");
  }

  void awaitReady(Path log) {
    try {
      Readiness.await(process, START_LIMIT, () -> Probes.brokerAnswers(port));
    } catch (Readiness.Missed missed) {
      kill();
      throw new StartupFailure(
          PART,
          missed.getMessage(),
          log,
          "read the log; if port " + port + " is taken, choose another one",
          missed);
    }
  }
}
