package dev.parkade.runtime.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.envelope.Envelope;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.WireHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// What every line of the log says about the message that it is about, until it is closed: the
/// order (its saga has the same id), the message, the trace. Ids only, and of those only what is
/// printable: anybody may have written them.
public final class LogContext implements AutoCloseable {

  private static final String ORDER = "orderId";
  private static final String MESSAGE = "messageId";
  private static final String TRACE = "traceId";
  private static final String SPAN = "spanId";

  /// Longer than any id of ours.
  private static final int MAX_LENGTH = 64;

  private record Before(String key, @Nullable String value) {}

  private final List<Before> before = new ArrayList<>(4);

  private LogContext() {}

  /// For a record that may be whatever somebody sent.
  public static LogContext of(ConsumerRecord<?, ?> record) {
    var context = new LogContext();
    if (!record.topic().equals(Topics.CUSTOMER_EVENTS.name())) {
      context.put(ORDER, text(record.headers().lastHeader(WireHeaders.CORRELATION_ID)));
    }
    context.put(MESSAGE, text(record.headers().lastHeader(WireHeaders.ID)));
    context.put(Traces.of(record.headers()));
    return context;
  }

  /// For a message about an order.
  public static LogContext of(Envelope envelope) {
    return of(envelope.correlationId(), envelope.traceparent()).with(MESSAGE, envelope.id().text());
  }

  /// For an order.
  public static LogContext of(String orderId, @Nullable Traceparent trace) {
    var context = new LogContext();
    context.put(ORDER, orderId);
    context.put(trace);
    return context;
  }

  /// For a request, which has not named an order yet.
  static LogContext of(Traceparent trace) {
    var context = new LogContext();
    context.put(trace);
    return context;
  }

  /// Says again what was said before.
  @Override
  public void close() {
    for (Before it : before.reversed()) {
      if (it.value() == null) {
        MDC.remove(it.key());
      } else {
        MDC.put(it.key(), it.value());
      }
    }
  }

  private LogContext with(String key, String value) {
    put(key, value);
    return this;
  }

  private void put(@Nullable Traceparent trace) {
    if (trace != null) {
      put(TRACE, trace.traceId());
      put(SPAN, trace.spanId());
    }
  }

  private void put(String key, @Nullable String value) {
    if (value != null) {
      before.add(new Before(key, MDC.get(key)));
      MDC.put(key, printable(value));
    }
  }

  private static @Nullable String text(@Nullable Header header) {
    byte[] value = header == null ? null : header.value();
    return value == null ? null : new String(value, 0, Math.min(value.length, MAX_LENGTH), UTF_8);
  }

  private static String printable(String text) {
    String cut = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    return cut.chars().allMatch(c -> c >= ' ' && c <= '~')
        ? cut
        : cut.chars()
            .map(c -> c >= ' ' && c <= '~' ? c : '?')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
