package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.List;

/// In what the dead letters have changed since a plan was made. What the plan itself has
/// sent already is no change.
public record Staleness(List<Difference> differences) {

  /// What happened to some of them.
  public enum Change {
    /// Retention removed them from the topic.
    GONE,
    /// Somebody else dealt with them: replayed, discarded or edited.
    DEALT_WITH,
    /// Their filters do not take them any more, or they would be refused now.
    NOT_SELECTED,
    /// They stood there when the plan was made, but it left them out, and now it would not.
    ADDED
  }

  /// One kind of change.
  ///
  /// @param detail for people: by whom or why
  /// @param samples a few of them
  public record Difference(
      Change change, String detail, long letters, List<DeadLetterId> samples) {}

  public boolean isStale() {
    return !differences.isEmpty();
  }
}
