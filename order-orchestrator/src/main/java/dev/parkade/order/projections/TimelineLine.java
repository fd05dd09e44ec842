package dev.parkade.order.projections;

import dev.parkade.messages.id.MessageId;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.SagaState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What people read of one line of an order's history.
///
/// @param seq its number, from 1
/// @param messageType the wire name of the message that came or went, null if it was none
/// @param detail one sentence for people
/// @param state where the saga stood after it
/// @param who the person who intervened, if one did
/// @param why the person's words
public record TimelineLine(
    int seq,
    Instant at,
    Note kind,
    @Nullable String messageType,
    @Nullable MessageId messageId,
    String detail,
    SagaState state,
    @Nullable String who,
    @Nullable String why) {}
