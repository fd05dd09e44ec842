package dev.parkade.order.storage;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.SagaState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of the history of a saga.
///
/// @param seq its number, from 1
/// @param messageType the wire name of the message that came or went, null if it was none
/// @param detail one sentence for people
/// @param state where the saga stood after it
/// @param version the version of the order that clients see after it
/// @param facts what it changed for clients
public record HistoryLine(
    OrderId orderId,
    int seq,
    Instant at,
    Note kind,
    @Nullable String messageType,
    @Nullable MessageId messageId,
    String detail,
    SagaState state,
    long version,
    Facts facts) {}
