package dev.parkade.examples.step;

import com.github.difflib.patch.PatchFailedException;
import com.github.difflib.unifieddiff.UnifiedDiffFile;
import com.github.difflib.unifieddiff.UnifiedDiffReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The sources of the system and those of the example.
final class Sources {

  /// The root of the repository.
  static final Path ROOT = Path.of("../../..").toAbsolutePath().normalize();

  /// The directory of the example.
  static final Path EXAMPLE = ROOT.resolve("ops/examples/add-a-step");

  private static final Path PATCH = EXAMPLE.resolve("core.patch");
  private static final Path NEW_FILES = EXAMPLE.resolve("files");

  // a line that moved, or a neighbour that changed, does not matter
  private static final int FUZZ = 1;

  private Sources() {}

  /// Makes a copy of what the example changes, changed.
  ///
  /// @throws AssertionError if the patch does not fit any more: which file, and what to do
  static void copyChanged(Path tree) {
    Stream.of("common-events/messages/src", "order-orchestrator/src")
        .forEach(part -> copy(ROOT.resolve(part), tree.resolve(part)));
    copy(NEW_FILES, tree);
    for (UnifiedDiffFile change : changes()) {
      String file = change.getToFile();
      List<String> before = lines(ROOT.resolve(file));
      try {
        write(tree.resolve(file), change.getPatch().applyFuzzy(before, FUZZ));
      } catch (PatchFailedException outdated) {
        throw new AssertionError(
            "ops/examples/add-a-step/core.patch does not fit %s any more: %s. %s"
                .formatted(file, outdated.getMessage(), HOW_TO_REFRESH),
            outdated);
      }
    }
  }

  static final String HOW_TO_REFRESH =
      "To refresh the example: on a branch, run `ops/examples/add-a-step/example apply`, solve what"
          + " it could not, make the build pass, then run `ops/examples/add-a-step/example save`.";

  private static List<UnifiedDiffFile> changes() {
    try (InputStream patch = Files.newInputStream(PATCH)) {
      return UnifiedDiffReader.parseUnifiedDiff(patch).getFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies a directory with everything in it; links become what they lead to. What a JVM that runs
  /// there leaves for a moment, to be talked to, is not part of it.
  static void copy(Path from, Path to) {
    each(
        from,
        file -> !file.getFileName().toString().startsWith(".attach_pid"),
        file -> {
          Path copy = to.resolve(from.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  /// The Java files below a directory.
  static List<Path> javaIn(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path directory) {
    if (Files.notExists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    return read(file).lines().toList();
  }

  private static void write(Path file, List<String> lines) {
    write(file, String.join("\n", lines) + "\n");
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Action {
    void on(Path file) throws IOException;
  }

  private static void each(Path directory, Predicate<Path> which, Action action) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).filter(which).toList()) {
        action.on(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
