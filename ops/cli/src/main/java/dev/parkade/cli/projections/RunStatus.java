package dev.parkade.cli.projections;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far a run in the orchestrator is, or how it ended, as the orchestrator says it.
///
/// @param run its number since the orchestrator was started
/// @param state `NONE`, `RUNNING`, `DONE`, `STOPPED` or `FAILED`
/// @param phase what it is looking at
/// @param done how many of them so far
/// @param total how many orders there were when it began
/// @param differences how many it found, by what differs
/// @param described the first of them
/// @param error why it failed
record RunStatus(
    int run,
    String state,
    String phase,
    long done,
    long total,
    double seconds,
    long orders,
    long customers,
    Map<String, Long> differences,
    List<Difference> described,
    @Nullable String error) {

  /// Something that is not as the history says.
  record Difference(String where, String id, String detail) {}

  boolean isRunning() {
    return state.equals("RUNNING");
  }

  boolean isDone() {
    return state.equals("DONE");
  }

  long count(String where) {
    return differences.getOrDefault(where, 0L);
  }
}
