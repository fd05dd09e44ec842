package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A service made ready to start fast: its jar unpacked into a thin jar beside its libraries, and
/// the JVM's ahead-of-time cache of them. One image per build of the jar and version of Java.
record ServiceImage(Part service, Path directory, Path jar) {
  private static final Duration REHEARSAL_LIMIT = Duration.ofSeconds(180);
  private static final String CACHE = "service.aot";

  /// What a service's JVM is given. Only the quick compiler, as Spring Boot's own launcher for
  /// development has it: a local system is young all its life, and the other compiler would keep
  /// the cores busy for minutes. `PARKADE_JAVA_OPTIONS` comes last and so wins.
  private static final List<String> JVM =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx320m",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED");

  /// The jar that the build makes, if it has been built.
  static Optional<Path> built(Path repository, Part service) {
    var target = repository.resolve(service.label()).resolve("target");
    try (var files = Files.isDirectory(target) ? Files.list(target) : Stream.<Path>empty()) {
      return files
          .filter(it -> it.getFileName().toString().endsWith("-exec.jar"))
          .max(Comparator.comparing(it -> it.toFile().lastModified()));
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot list " + target, refused);
    }
  }

  /// Unpacks the jar unless that has happened for this very build of it. Images of other builds go.
  static ServiceImage unpack(Part service, Path jar) {
    var images = Directories.create(jar.resolveSibling("local"));
    try (var channel = lockFile(images);
        var lock = channel.lock()) {
      var attributes = Files.readAttributes(jar, BasicFileAttributes.class);
      var build =
          "%x-%x-java-%s"
              .formatted(
                  attributes.lastModifiedTime().toMillis(), attributes.size(), Runtime.version());
      var directory = images.resolve(build);
      if (lock.isValid() && !Files.exists(directory)) {
        removeAll(images);
        var fresh = images.resolve("unpacking");
        extract(service, jar, fresh);
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
      }
      return new ServiceImage(service, directory, directory.resolve(jar.getFileName()));
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot unpack " + jar, refused);
    }
  }

  /// The command that starts the service.
  List<String> command() {
    return command(isRehearsed() ? "-XX:AOTCache=" + directory.resolve(CACHE) : "-Xshare:auto");
  }

  private List<String> command(String caching) {
    var command = new ArrayList<>(List.of(Commands.java()));
    command.addAll(JVM);
    command.add(caching);
    var options = System.getenv("PARKADE_JAVA_OPTIONS");
    if (options != null && !options.isBlank()) {
      command.addAll(List.of(options.strip().split("\\s+")));
    }
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  boolean isRehearsed() {
    return Files.exists(directory.resolve(CACHE));
  }

  /// Makes the cache: starts the service until it is ready, and stops it, which is when the JVM
  /// writes down what it has loaded.
  ///
  /// @return whether there is a cache now; without one the service starts, only slower
  boolean rehearse(Map<String, String> environment, Path log, Readiness.Probe ready) {
    var fresh = directory.resolve("rehearsal-" + ProcessHandle.current().pid() + ".aot");
    var rehearsal =
        NativeProcess.spawn(
            command("-XX:AOTCacheOutput=" + fresh), environment, log, Lifetime.WITH_THIS_JVM);
    try {
      Readiness.await(rehearsal, REHEARSAL_LIMIT, ready);
      rehearsal.stop("TERM", REHEARSAL_LIMIT);
      if (!Files.exists(fresh) || Files.size(fresh) == 0) {
        return false;
      }
      Files.move(fresh, directory.resolve(CACHE), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (Readiness.Missed missed) {
      return false;
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot keep the cache of " + service, refused);
    } finally {
      rehearsal.kill();
      deleteQuietly(fresh);
    }
  }

  private static void deleteQuietly(Path leftover) {
    try {
      Files.deleteIfExists(leftover);
    } catch (IOException stays) {
      // it goes with the image of this build
    }
  }

  private static void extract(Part service, Path jar, Path target) {
    var outcome =
        Commands.run(
            List.of(
                Commands.java(),
                "-XX:TieredStopAtLevel=1",
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--force",
                "--destination",
                target.toString()),
            Map.of());
    if (outcome.exitCode() != 0) {
      throw new StartupFailure(
          service.label(),
          "unpacking " + jar + " failed: " + outcome.output().strip(),
          null,
          "build it again: mvn -Dquick -DskipTests package");
    }
  }

  private static FileChannel lockFile(Path images) throws IOException {
    return FileChannel.open(
        images.resolveSibling("local.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void removeAll(Path images) throws IOException {
    // processes that run from them keep the files open
    try (var all = Files.list(images)) {
      all.forEach(Directories::delete);
    }
  }
}
