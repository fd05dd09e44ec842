package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The data directory of a PostgreSQL server, initialised, and the command that serves it.
record PostgresCluster(Path binaries, Path data, Unprivileged user) {
  private static final Map<String, String> PRIVATE =
      Map.of("listen_addresses", "127.0.0.1", "unix_socket_directories", "");

  /// Unpacks the programs and initialises the directory where that has not happened yet.
  static PostgresCluster prepare(Path home) {
    var user = Unprivileged.probe();
    if (user == Unprivileged.IMPOSSIBLE) {
      throw new StartupFailure(
          PostgresServer.PART,
          "it refuses to run as root, and this machine has neither user namespaces nor setpriv",
          null,
          "run as an ordinary user, or allow unprivileged user namespaces",
          null);
    }
    var cluster =
        new PostgresCluster(PostgresBinaries.unpack(cache(home, user)), home.resolve("data"), user);
    user.handOver(home);
    if (!Files.exists(cluster.data.resolve("PG_VERSION"))) {
      cluster.initialise(home);
    }
    cluster.forgetDeadServer();
    return cluster;
  }

  /// @param additional settings, which win
  List<String> command(int port, Map<String, String> additional) {
    var plain = new ArrayList<>(List.of(program("postgres"), "-D", data.toString()));
    plain.addAll(List.of("-p", Integer.toString(port)));
    // the last one of a name counts
    for (var settings : List.of(PRIVATE, PostgresSettings.common(), additional)) {
      plain.addAll(PostgresSettings.asOptions(settings));
    }
    return user.command(plain);
  }

  private static Path cache(Path home, Unprivileged user) {
    var chosen = System.getProperty("parkade.cache");
    if (chosen != null) {
      return Path.of(chosen);
    }
    if (user.changesOwner()) {
      // another user cannot look into our home directory
      return home.resolve("binaries");
    }
    var base = System.getenv("XDG_CACHE_HOME");
    return base != null && !base.isBlank()
        ? Path.of(base, "parkade")
        : Path.of(System.getProperty("user.home"), ".cache", "parkade");
  }

  private String program(String name) {
    return binaries.resolve("bin").resolve(name).toString();
  }

  private void initialise(Path home) {
    // made beside and renamed, so that an interrupted start leaves no half-made cluster
    var fresh = home.resolve("data.fresh");
    var password = home.resolve("superuser.password");
    Directories.delete(fresh);
    Directories.delete(data);
    try {
      Files.writeString(password, PostgresServer.SUPERUSER_PASSWORD);
      user.handOver(password);
      var outcome = Commands.run(user.command(initdb(fresh, password)), Map.of());
      if (outcome.exitCode() != 0) {
        throw new StartupFailure(
            PostgresServer.PART,
            "initdb failed: " + outcome.output().strip(),
            null,
            "check that " + home + " is writable for the user that runs the server, and not full",
            null);
      }
      Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(password);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot initialise " + data, refused);
    }
  }

  private List<String> initdb(Path target, Path password) {
    var command = new ArrayList<>(List.of(program("initdb"), "-D", target.toString()));
    command.addAll(List.of("-U", PostgresServer.SUPERUSER, "--pwfile=" + password));
    command.addAll(PostgresSettings.initialisation());
    return command;
  }

  /// Removes the pid file of a server that is gone: its number may belong to somebody else by now,
  /// which PostgreSQL takes for itself.
  private void forgetDeadServer() {
    var file = data.resolve("postmaster.pid");
    try {
      if (!Files.exists(file)) {
        return;
      }
      long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
      if (isPostgres(pid)) {
        throw new StartupFailure(
            PostgresServer.PART,
            "process " + pid + " already serves " + data,
            null,
            "stop it first: kill -INT " + pid,
            null);
      }
      Files.delete(file);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot read " + file, refused);
    }
  }

  private static boolean isPostgres(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(it -> it.info().command())
        .filter(it -> Path.of(it).endsWith("postgres"))
        .isPresent();
  }
}
