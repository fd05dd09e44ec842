package dev.parkade.local;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/// One PostgreSQL 18 server as a real process, durable (`fsync` and the like are on) and ready for
/// logical decoding.
///
/// Listens on 127.0.0.1 only and asks for passwords; there is no socket in the file system. Keeps
/// its data in its directory, so that a restart there, also after [#kill()], serves every committed
/// row.
public final class PostgresServer implements AutoCloseable {
  static final String PART = "postgres";

  /// The superuser of every local server.
  public static final String SUPERUSER = "postgres";

  /// The superuser's password: these servers hold demonstration data and listen on loopback only.
  public static final String SUPERUSER_PASSWORD = "parkade";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final NativeProcess process;
  private final int port;

  PostgresServer(NativeProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts a server that is stopped with this JVM, on a free port.
  public static PostgresServer start(Path directory) {
    return start(directory, 0, directory.resolve("postgres.log"), Lifetime.WITH_THIS_JVM);
  }

  /// Starts a server and waits until it takes connections.
  ///
  /// @param directory for its data, initialised at the first start
  /// @param port 0 picks a free one
  /// @throws StartupFailure when it ends or does not answer in time; nothing is left running
  public static PostgresServer start(Path directory, int port, Path log, Lifetime lifetime) {
    var server = launch(directory, port, Map.of(), log, lifetime);
    server.awaitReady(log);
    return server;
  }

  /// Starts the process without waiting for it.
  ///
  /// @param settings in addition to those of every local server; they win
  static PostgresServer launch(
      Path directory, int port, Map<String, String> settings, Path log, Lifetime lifetime) {
    var home = Directories.create(directory).toAbsolutePath();
    var cluster = PostgresCluster.prepare(home);
    int listener = port == 0 ? FreePort.pick() : port;
    var process = NativeProcess.spawn(cluster.command(listener, settings), Map.of(), log, lifetime);
    return new PostgresServer(process, listener);
  }

  /// The id of the server's main process.
  public long pid() {
    return process.pid();
  }

  /// The port on 127.0.0.1.
  public int port() {
    return port;
  }

  /// What its superuser can do.
  public PostgresAccess access() {
    return new PostgresAccess("127.0.0.1", port);
  }

  /// The address of one of its databases.
  public String jdbcUrl(String database) {
    return access().jdbcUrl(database);
  }

  /// A connection as superuser.
  public Connection connectAsSuperuser(String database) throws SQLException {
    return access().connectAsSuperuser(database);
  }

  /// See [PostgresAccess#createDatabase(String, String, String)].
  public void createDatabase(String name, String role, String password) {
    access().createDatabase(name, role, password);
  }

  /// See [PostgresAccess#dropDatabase(String)].
  public void dropDatabase(String name) {
    access().dropDatabase(name);
  }

  /// Whether the process is there; it may still be on its way up or down.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Stops it in order (a *fast* shutdown, which ends connections): SIGINT, and SIGKILL after 20
  /// seconds. Fine when it is stopped already.
  public void stop() {
    process.stop("INT", STOP_LIMIT);
  }

  /// SIGKILL of the main process, as in a crash; its workers follow. Committed rows survive.
  public void kill() {
    if (process.isAlive()) {
      // so that no worker begins that is not on the list
      process.signal("STOP");
    }
    var workers = process.descendants();
    process.kill();
    // workers notice the death by themselves, but a restart must not meet one of them: it would
    // take the shared memory for that of a server that runs
    workers.forEach(NativeProcess::kill);
  }

  @Override
  public void close() {
    stop();
  }

  NativeProcess process() {
    return process;
  }

  void awaitReady(Path log) {
    try {
      Readiness.await(process, START_LIMIT, () -> Probes.databaseAnswers(port));
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
