package dev.parkade.messages.deadletter;

/// Why a record became a dead letter. The names are stable: tools and alerts match on them. What to
/// do about each is in `ops/runbooks/dead-letters.md`.
public enum DeadLetterReason {
  /// The record has no key, so nothing can own it.
  NULL_KEY,
  /// The key is not UTF-8, as every key of ours is.
  MALFORMED_KEY,
  /// The record has no payload where one is needed.
  NULL_PAYLOAD,
  /// A header that every message carries is missing.
  MISSING_HEADER,
  /// A header cannot be read, or is longer than allowed.
  MALFORMED_HEADER,
  /// `ce_type` names no message type or version that we know.
  UNKNOWN_TYPE,
  /// The message is well formed but does not belong on this topic.
  UNEXPECTED_TYPE,
  /// The payload is not the JSON that its type asks for.
  MALFORMED_PAYLOAD,
  /// The payload is larger than any message of ours.
  OVERSIZED_PAYLOAD,
  /// The key is not the one that the message's content asks for, or lies on the wrong partition.
  WRONG_KEY,
  /// The correlation id is not the order that the message's content is about.
  WRONG_CORRELATION,
  /// The handler failed on this record alone, again and again, for no transient cause.
  HANDLER_FAILED,
  /// A parked payment outlived the wait for its customer.
  CUSTOMER_NEVER_ARRIVED,
  /// Too many payments of one customer wait already.
  CUSTOMER_QUEUE_FULL,
  /// A transient failure went on for longer than the limits of its retries.
  RETRIES_EXHAUSTED,
  /// An answer to a saga whose version of the definition the program does not have.
  UNKNOWN_SAGA_VERSION
}
