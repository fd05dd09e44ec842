package dev.parkade.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.parkade.local.PostgresBinaries;
import dev.parkade.local.Unprivileged;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at this machine.
final class MachineChecks {
  private static final int JAVA = 25;
  private static final long GIB = 1L << 30;
  private static final long MEMORY_NEEDED = 3 * GIB;
  private static final long DISK_NEEDED = 3 * GIB;

  private MachineChecks() {}

  static Check jdk() {
    var found = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
    boolean compiler = Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "javac"));
    return Runtime.version().feature() == JAVA && compiler
        ? Check.ok("jdk", found)
        : Check.missing("jdk", found, "install a JDK 25, for example: sdk install java 25-tem");
  }

  static Check maven() {
    return onPath("mvn")
        .map(it -> Check.ok("maven", it.toString()))
        .orElseGet(
            () ->
                Check.missing(
                    "maven",
                    "no mvn on the PATH",
                    "install Maven 3.8 or later, for example: sudo apt-get install maven"));
  }

  static Check memory() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long available = availableMemory().orElse(system.getFreeMemorySize());
    var found = "%.1f GiB available".formatted(available / (double) GIB);
    return available >= MEMORY_NEEDED
        ? Check.ok("memory", found)
        : Check.warning("memory", found, "close something: the whole system needs about 3 GiB");
  }

  static Check disk(Path directory) {
    try {
      var existing =
          Stream.iterate(directory.toAbsolutePath(), Objects::nonNull, Path::getParent)
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      long usable = Files.getFileStore(existing).getUsableSpace();
      var found = "%.1f GiB free in %s".formatted(usable / (double) GIB, existing);
      return usable >= DISK_NEEDED
          ? Check.ok("disk", found)
          : Check.warning("disk", found, "free some space, or choose another --data-dir");
    } catch (IOException unknown) {
      throw new UncheckedIOException("cannot look at the disk of " + directory, unknown);
    }
  }

  static Check postgresUser() {
    var way = Unprivileged.probe();
    return switch (way) {
      case AS_WE_ARE -> Check.ok("user", "an ordinary user, as PostgreSQL wants");
      case USER_NAMESPACE -> Check.ok("user", "root; PostgreSQL runs in a user namespace");
      case SETPRIV, RUNUSER ->
          Check.warning(
              "user",
              "root without user namespaces; PostgreSQL runs as nobody",
              "choose a --data-dir that the user nobody can reach, such as one in /tmp");
      case IMPOSSIBLE ->
          Check.missing(
              "user",
              "root, with no way to run PostgreSQL as somebody else",
              "run as an ordinary user, or: apt-get install util-linux");
    };
  }

  static Check postgresBinaries() {
    return PostgresBinaries.areAvailable()
        ? Check.ok("postgres", "binaries for " + PostgresBinaries.platform())
        : Check.missing(
            "postgres",
            "no binaries for " + PostgresBinaries.platform(),
            "docker compose up, or add a platform profile to ops/local/pom.xml");
  }

  private static Optional<Path> onPath(String program) {
    var path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(it -> Path.of(it, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// What Linux could give without swapping; its *free* memory leaves out what caches would yield.
  private static Optional<Long> availableMemory() {
    var file = Path.of("/proc/meminfo");
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .filter(it -> it.startsWith("MemAvailable:"))
              .map(it -> Long.parseLong(it.replaceAll("\\D", "")) * 1024)
              .findFirst()
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
