package dev.parkade.bench.dlq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What a JVM's own log of its collections says about its heap.
///
/// @param live the most that was left after a collection
/// @param peak the most that was in use
record Heap(int live, int peak) {
  private static final Pattern PAUSE = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");

  /// Options that limit the heap and write the log. They take precedence over the launcher's.
  static String options(int megabytes, Path log) {
    return "-Xmx%dm -Xlog:gc:file=%s".formatted(megabytes, log);
  }

  static Heap read(Path log) {
    try {
      return of(Files.readAllLines(log));
    } catch (IOException refused) {
      throw new UncheckedIOException("no log of collections", refused);
    }
  }

  static Heap of(List<String> lines) {
    int live = 0;
    int peak = 0;
    for (String line : lines) {
      var pause = PAUSE.matcher(line);
      if (pause.find()) {
        peak = Math.max(peak, Integer.parseInt(pause.group(1)));
        live = Math.max(live, Integer.parseInt(pause.group(2)));
      }
    }
    return new Heap(live, peak);
  }
}
