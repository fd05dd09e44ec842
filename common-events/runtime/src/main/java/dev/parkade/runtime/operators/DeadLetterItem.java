package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.showing.LetterView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A dead letter in a list.
///
/// @param id topic, partition and offset, as in `payment.dlq-3@17`
/// @param at when it was set aside
/// @param origin where it came from: topic, partition and offset
/// @param replays how often it had been replayed before it became this
record DeadLetterItem(
    String id,
    LetterState state,
    Instant at,
    String reason,
    @Nullable String detail,
    @Nullable String origin,
    @Nullable String type,
    @Nullable String messageId,
    @Nullable String orderId,
    @Nullable String customerId,
    int replays) {

  static DeadLetterItem of(LetterView letter) {
    return new DeadLetterItem(
        letter.id().text(),
        letter.state(),
        letter.at(),
        letter.why().reason(),
        letter.why().detail(),
        letter.origin() == null ? null : letter.origin().toString(),
        letter.type(),
        letter.messageId(),
        letter.order(),
        letter.customer(),
        letter.replays());
  }
}
