/// Carries committed outbox rows from the write-ahead log to Kafka: in order, at least once, with
/// the replication slot as the only position.
@NullMarked
package dev.parkade.runtime.relay;

import org.jspecify.annotations.NullMarked;
