package dev.parkade.order.orders;

import dev.parkade.messages.id.MessageId;
import dev.parkade.order.projections.TimelineLine;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.storage.Facts.Intervention;
import dev.parkade.order.storage.HistoryLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happened to an order, as a client sees it.
///
/// @param seq its number, from 1
/// @param message the type of the message that came or went, if it was one
/// @param state where the saga stood after it
/// @param by who acted by hand, and why
public record TimelineEntry(
    int seq,
    Instant at,
    Note kind,
    @Nullable String message,
    @Nullable MessageId messageId,
    String detail,
    SagaState state,
    @Nullable Intervention by) {

  /// What a client sees of this line.
  public static TimelineEntry of(TimelineLine line) {
    return new TimelineEntry(
        line.seq(),
        line.at(),
        line.kind(),
        line.messageType(),
        line.messageId(),
        line.detail(),
        line.state(),
        by(line.who(), line.why()));
  }

  /// What a client sees of a line that has only just been appended.
  public static TimelineEntry of(HistoryLine line) {
    return new TimelineEntry(
        line.seq(),
        line.at(),
        line.kind(),
        line.messageType(),
        line.messageId(),
        line.detail(),
        line.state(),
        line.facts().by());
  }

  private static @Nullable Intervention by(@Nullable String who, @Nullable String why) {
    return who == null || why == null ? null : new Intervention(who, why);
  }
}
