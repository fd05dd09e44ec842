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

  /// How many headers of the origin were left out because they would not have fitted.
  public static final String DROPPED_HEADERS = "parkade_dlq_dropped_headers";

  /// How many bytes the origin's payload has, where it did not fit and was cut. All of them
  /// stand at the origin for as long as its topic keeps it.
  public static final String PAYLOAD_BYTES = "parkade_dlq_payload_bytes";

  /// How many characters the origin's key has, where it was cut.
  public static final String KEY_LENGTH = "parkade_dlq_key_length";

  private DeadLetterHeaders() {}
}
