package dev.parkade.messages.envelope;

import dev.parkade.messages.id.MessageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What every message carries, after the CloudEvents 1.0 Kafka binding in binary mode.
///
/// @param id `ce_id`
/// @param source `ce_source`, the service that said it
/// @param subject `ce_subject`, the thing it is about
/// @param time `ce_time`, when it was said
/// @param correlationId `ce_correlationid`: the order id, or the subject where no order is involved
/// @param causationId `ce_causationid`: the message that caused this one
/// @param traceparent `traceparent`: the W3C trace that this message belongs to
public record Envelope(
    MessageId id,
    String source,
    String subject,
    Instant time,
    String correlationId,
    @Nullable MessageId causationId,
    @Nullable Traceparent traceparent) {}
