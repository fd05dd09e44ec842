package dev.parkade.order.rebuilding;

import dev.parkade.order.rebuilding.Difference.Where;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far a run is, or how it ended. Operators' tools read this as JSON.
///
/// @param run its number since this instance was started, 0 if there was none yet
/// @param complete whether clients may read: what they read follows from the whole history
/// @param phase what it is looking at
/// @param done how many of them so far
/// @param total how many orders there were when it began
/// @param orders how many orders it has seen, at the end
/// @param customers how many customers it has seen, at the end
/// @param differences how many differences it found, or mended, at the end
/// @param described the first of them
/// @param error why it failed
record RunStatus(
    int run,
    State state,
    @Nullable Kind kind,
    boolean complete,
    String phase,
    long done,
    long total,
    double seconds,
    long orders,
    long customers,
    Map<Where, Long> differences,
    List<Difference> described,
    @Nullable String error) {

  /// Where a run stands.
  enum State {
    NONE,
    RUNNING,
    DONE,
    STOPPED,
    FAILED
  }
}
