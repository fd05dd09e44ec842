package dev.parkade.messages.payment;

/// The headers that a record on `payment.parked` carries on top of its command's own. All of them
/// are optional for others who write there (a replay): what is missing is filled in when it is
/// read.
public final class ParkedHeaders {

  /// The command's offset in `payment.commands`: the order in which a customer's payments leave. A
  /// record without it goes behind everything that is parked already.
  public static final String ORIGIN_OFFSET = "parkade_parked_origin_offset";

  /// The command's Kafka timestamp, milliseconds since the epoch.
  public static final String ORIGIN_TIMESTAMP = "parkade_parked_origin_timestamp";

  /// When it was parked for the first time, ISO 8601: its age counts from here.
  public static final String FIRST_AT = "parkade_parked_first_at";

  /// What it waits for; see payment-service.
  public static final String REASON = "parkade_parked_reason";

  /// How often the provider was asked for it without a definite answer.
  public static final String ATTEMPTS = "parkade_parked_attempts";

  private ParkedHeaders() {}
}
