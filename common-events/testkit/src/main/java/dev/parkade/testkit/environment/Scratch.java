package dev.parkade.testkit.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Directories of this JVM's servers, below the build's own.
final class Scratch {
  private final Path home = createHome();
  private static final AtomicInteger GIVEN = new AtomicInteger();

  /// What all the others are in.
  Path home() {
    return home;
  }

  /// One that nobody else is given, and that does not exist yet.
  Path next(String part) {
    return home.resolve(part + "-" + GIVEN.incrementAndGet());
  }

  private static Path createHome() {
    var target = Path.of("target").toAbsolutePath();
    try {
      return Files.isDirectory(target)
          ? Files.createDirectories(target.resolve("environment-" + ProcessHandle.current().pid()))
          : Files.createTempDirectory("parkade-environment-");
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot create the environment's directory", refused);
    }
  }
}
