package dev.parkade.runtime.operators;

import dev.parkade.deadletters.grouping.LetterGroup;
import dev.parkade.deadletters.ledger.LetterState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Dead letters that failed alike, the largest group first.
///
/// @param looked how many offsets were looked at
/// @param complete whether these were all; if not, they were the newest
record DeadLetterGroups(List<Group> groups, long looked, boolean complete) {

  /// Dead letters that failed alike.
  ///
  /// @param message what was said about them, without what differs
  /// @param sample the newest of them
  /// @param states how many are in which state
  @Schema(name = "DeadLetterGroup")
  record Group(
      @Nullable String reason,
      @Nullable String originTopic,
      @Nullable String type,
      String message,
      long count,
      Instant oldest,
      Instant newest,
      String sample,
      Map<LetterState, Long> states) {

    static Group of(LetterGroup group) {
      return new Group(
          group.reason(),
          group.originTopic(),
          group.type(),
          group.message(),
          group.count(),
          group.oldest(),
          group.newest(),
          group.sample().text(),
          group.states());
    }
  }
}
