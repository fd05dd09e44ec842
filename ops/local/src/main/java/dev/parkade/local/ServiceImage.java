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
  private static final Duration TRAINING_LIMIT = Duration.ofSeconds(180);
  private static final String CACHE = "service.aot";

  /// What a service's JVM is given.
  private static final List<String> JVM =
      List.of(
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
    var command = new ArrayList<>(List.of(Commands.java()));
    command.addAll(JVM);
    if (isTrained()) {
      command.add("-XX:AOTCache=" + directory.resolve(CACHE));
    }
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  boolean isTrained() {
    return Files.exists(directory.resolve(CACHE));
  }

  /// Makes the cache: starts the service up to the point where it would begin its work, and ends
  /// it.
  ///
  /// @return whether there is a cache now; without one the service starts, only slower
  boolean train(Map<String, String> environment, Path log) {
    var fresh = directory.resolve("training-" + ProcessHandle.current().pid() + ".aot");
    var command = new ArrayList<>(List.of(Commands.java()));
    command.addAll(JVM);
    command.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + fresh,
            "-Dspring.context.exit=onRefresh",
            "-jar",
            jar.toString()));
    var training = NativeProcess.spawn(command, environment, log, Lifetime.WITH_THIS_JVM);
    try {
      if (!training.succeedsWithin(TRAINING_LIMIT) || !Files.exists(fresh)) {
        Files.deleteIfExists(fresh);
        return false;
      }
      Files.move(fresh, directory.resolve(CACHE), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot keep the cache of " + service, refused);
    } finally {
      training.kill();
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
