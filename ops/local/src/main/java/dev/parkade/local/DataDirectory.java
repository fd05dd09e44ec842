package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The directory of one local system: data, logs, and the state file between two commands.
record DataDirectory(Path root) {
  private static final long LARGE_LOG = 10L * 1024 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /// Held while a command changes the system.
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  /// @throws SystemRefusal when another command holds it
  Lock lock() {
    try {
      Files.createDirectories(root.resolve("logs"));
      var channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return () -> close(channel);
        }
      } catch (OverlappingFileLockException heldByThisJvm) {
        // refused below, like a lock of another JVM
      }
      channel.close();
    } catch (IOException refused) {
      throw new SystemRefusal(
          "cannot use " + root + ": " + refused,
          "choose a directory you may write, with --data-dir");
    }
    throw new SystemRefusal(
        "another command is starting or stopping the system in " + root,
        "wait until it has ended, or use another --data-dir");
  }

  SystemState readState() {
    var file = stateFile();
    try {
      return Files.exists(file)
          ? JSON.readValue(Files.readAllBytes(file), SystemState.class)
          : SystemState.NOTHING;
    } catch (IOException | JacksonException unreadable) {
      throw new SystemRefusal(
          "cannot read " + file + ": " + unreadable.getMessage(),
          "stop the processes that it names, then delete it");
    }
  }

  void writeState(SystemState state) {
    var fresh = root.resolve("state.json.fresh");
    try {
      Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
      Files.move(
          fresh, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot write " + stateFile(), refused);
    }
  }

  /// The log of a part.
  Path log(Part part) {
    return root.resolve("logs").resolve(part.label() + ".log");
  }

  /// The log for a process that is about to start: a large one is set aside first.
  Path openLog(Part part) {
    var log = log(part);
    try {
      if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
        Files.move(
            log, log.resolveSibling(part.label() + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
      return log;
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot set aside " + log, refused);
    }
  }

  Path home(Part part) {
    return root.resolve(part.label());
  }

  /// Whether a local system has lived here.
  boolean isOurs() {
    return Files.exists(stateFile());
  }

  /// Makes this the directory of a local system.
  ///
  /// @throws SystemRefusal when something else lives here
  void claim() {
    if (isOurs()) {
      return;
    }
    try {
      Files.createDirectories(root);
      try (var contents = Files.list(root)) {
        if (contents.findAny().isPresent()) {
          throw new SystemRefusal(
              root + " is not empty and is not the data directory of a local system",
              "choose a new or an empty directory with --data-dir");
        }
      }
      writeState(SystemState.NOTHING);
    } catch (IOException refused) {
      throw new SystemRefusal("cannot use " + root + ": " + refused, "choose another --data-dir");
    }
  }

  /// Deletes what a local system keeps here, and the directory if nothing else is in it.
  void wipe() {
    if (!isOurs()) {
      return;
    }
    List.of(Part.KAFKA.label(), Part.POSTGRES.label(), "logs", "lock", "state.json")
        .forEach(it -> Directories.delete(root.resolve(it)));
    try {
      Files.deleteIfExists(root);
    } catch (DirectoryNotEmptyException somebodyElsesFiles) {
      // they stay
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot delete " + root, refused);
    }
  }

  private Path stateFile() {
    return root.resolve("state.json");
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException("cannot release the lock", impossible);
    }
  }
}
