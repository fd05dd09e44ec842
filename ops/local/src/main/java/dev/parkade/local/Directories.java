package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Directory trees.
public final class Directories {
  private Directories() {}

  static Path create(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot create " + directory, refused);
    }
  }

  /// Deletes a directory with everything in it, without following links. Fine when it is not there.
  public static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (var tree = Files.walk(directory)) {
      for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot delete " + directory, refused);
    }
  }
}
