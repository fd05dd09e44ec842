package dev.parkade.local;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How one part is doing.
///
/// @param pid null when it is down
/// @param startedAt null when it is down
public record PartStatus(
    Part part, int port, State state, @Nullable Long pid, @Nullable Instant startedAt, Path log) {
  /// Whether a part does its work.
  public enum State {
    /// There is no process.
    DOWN,
    /// The process is there and does not answer as ready.
    NOT_READY,
    /// It does its work.
    READY
  }
}
