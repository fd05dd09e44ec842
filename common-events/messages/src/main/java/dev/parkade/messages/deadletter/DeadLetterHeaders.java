package dev.parkade.messages.deadletter;

/// The headers that a dead letter carries on top of its origin's own.
public final class DeadLetterHeaders {

  /// A [DeadLetterReason].
  public static final String REASON = "parkade_dlq_reason";

  /// One sentence with ids, for people.
  public static final String DETAIL = "parkade_dlq_detail";

  public static final String ORIGIN_TOPIC = "parkade_dlq_origin_topic";
  public static final String ORIGIN_PARTITION = "parkade_dlq_origin_partition";
  public static final String ORIGIN_OFFSET = "parkade_dlq_origin_offset";

  /// The origin's Kafka timestamp, milliseconds since the epoch.
  public static final String ORIGIN_TIMESTAMP = "parkade_dlq_origin_timestamp";

  /// When it was set aside, ISO 8601.
  public static final String AT = "parkade_dlq_at";

  /// The service that set it aside.
  public static final String SERVICE = "parkade_dlq_service";

  /// The consumer group that had read it.
  public static final String GROUP = "parkade_dlq_group";

  /// How often it was tried before it was given up: for a parked command, how often the provider
  /// was asked for it, which may be never; for others, how often their handler had it.
  public static final String ATTEMPTS = "parkade_dlq_attempts";

  /// When it could not be handled for the first time, ISO 8601; for a parked command, since when it
  /// waited.
  public static final String FIRST_FAILURE = "parkade_dlq_first_failure";

  /// When it could not be handled for the last time, ISO 8601.
  public static final String LAST_FAILURE = "parkade_dlq_last_failure";

  /// The class of the exception at the root, where an exception was the cause.
  public static final String EXCEPTION = "parkade_dlq_exception";

  /// Its message: the first line, cut.
  public static final String EXCEPTION_MESSAGE = "parkade_dlq_exception_message";

  /// How many headers of the origin were left out because they would not have fitted.
  public static final String DROPPED_HEADERS = "parkade_dlq_dropped_headers";

  /// How many bytes the origin's payload has, where it did not fit and was cut. All of them
  /// stand at the origin for as long as its topic keeps it.
  public static final String PAYLOAD_BYTES = "parkade_dlq_payload_bytes";

  /// How many bytes the origin's key has, where it was cut.
  public static final String KEY_LENGTH = "parkade_dlq_key_length";

  /// Where it stood when it was exported, `topic-partition@offset`, if it came from a file.
  public static final String IMPORTED = "parkade_dlq_imported";

  private DeadLetterHeaders() {}
}
