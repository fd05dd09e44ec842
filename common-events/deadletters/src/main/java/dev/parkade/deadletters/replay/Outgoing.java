package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.letter.DeadLetterId;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// A dead letter as it is going to be sent.
///
/// @param replay the how many-th replay it is going to be
/// @param weight bytes that it takes in memory, about
/// @param transformedBy what made another message of it; null if its bytes are untouched
record Outgoing(
    DeadLetterId id,
    int replay,
    ProducerRecord<byte[], byte[]> record,
    int weight,
    @Nullable String transformedBy) {}
