package dev.parkade.messages.wire;

import java.util.List;

/// Header names of the CloudEvents 1.0 Kafka binding (binary mode) and of W3C Trace Context.
public final class WireHeaders {

  public static final String SPEC_VERSION = "ce_specversion";
  public static final String ID = "ce_id";
  public static final String TYPE = "ce_type";
  public static final String SOURCE = "ce_source";
  public static final String SUBJECT = "ce_subject";
  public static final String TIME = "ce_time";
  public static final String CORRELATION_ID = "ce_correlationid";
  public static final String CAUSATION_ID = "ce_causationid";
  public static final String CONTENT_TYPE = "content-type";
  public static final String TRACEPARENT = "traceparent";

  /// All that a message is read by.
  public static final List<String> ALL =
      List.of(
          SPEC_VERSION,
          ID,
          TYPE,
          SOURCE,
          SUBJECT,
          TIME,
          CORRELATION_ID,
          CAUSATION_ID,
          CONTENT_TYPE,
          TRACEPARENT);

  private WireHeaders() {}
}
