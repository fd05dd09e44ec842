package dev.parkade.runtime.tracing;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The spans of one attempt at a poll: one of the poll, a trace of its own that is linked to the
/// traces of its records, and one for each record in the record's own trace, linked to the poll.
/// What a record causes is a child of its span, so that every order keeps one trace.
public final class PollSpans {

  static final PollSpans NONE = new PollSpans(null, Map.of());

  private final @Nullable Span poll;
  private final Map<ConsumerRecord<?, ?>, Span> spans;

  private PollSpans(@Nullable Span poll, Map<ConsumerRecord<?, ?>, Span> spans) {
    this.poll = poll;
    this.spans = spans;
  }

  /// Those of no record.
  public static PollSpans none() {
    return NONE;
  }

  static PollSpans begin(
      Tracer tracer, String group, List<ConsumerRecord<String, byte[]>> records) {
    Map<ConsumerRecord<String, byte[]>, Traceparent> sampled = new LinkedHashMap<>();
    for (var record : records) {
      Traceparent trace = Traces.of(record.headers());
      if (trace != null && trace.sampled()) {
        sampled.put(record, trace);
      }
    }
    if (sampled.isEmpty()) {
      return NONE;
    }
    Span poll = poll(tracer, group, records, sampled);
    Map<ConsumerRecord<?, ?>, Span> spans = LinkedHashMap.newLinkedHashMap(sampled.size());
    for (Entry<ConsumerRecord<String, byte[]>, Traceparent> each : sampled.entrySet()) {
      var record = each.getKey();
      spans.put(record, process(tracer, group, record, each.getValue(), poll.getSpanContext()));
    }
    return new PollSpans(poll, spans);
  }

  private static Span poll(
      Tracer tracer,
      String group,
      List<ConsumerRecord<String, byte[]>> records,
      Map<ConsumerRecord<String, byte[]>, Traceparent> sampled) {
    String topic = records.getFirst().topic();
    boolean same = records.stream().allMatch(record -> record.topic().equals(topic));
    SpanBuilder builder =
        tracer
            .spanBuilder(same ? "poll " + topic : "poll")
            .setNoParent()
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute(Attributes.SYSTEM, Attributes.KAFKA)
            .setAttribute(Attributes.OPERATION, "poll")
            .setAttribute(Attributes.OPERATION_TYPE, "receive")
            .setAttribute(Attributes.GROUP, group)
            .setAttribute(Attributes.BATCH, records.size());
    if (same) {
      builder.setAttribute(Attributes.DESTINATION, topic);
    }
    sampled.values().forEach(trace -> builder.addLink(Traces.context(trace)));
    return builder.startSpan();
  }

  private static Span process(
      Tracer tracer,
      String group,
      ConsumerRecord<String, byte[]> record,
      Traceparent trace,
      SpanContext poll) {
    SpanBuilder builder =
        tracer
            .spanBuilder("process " + record.topic())
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(Traces.parent(trace))
            .addLink(poll)
            .setAttribute(Attributes.SYSTEM, Attributes.KAFKA)
            .setAttribute(Attributes.OPERATION, "process")
            .setAttribute(Attributes.OPERATION_TYPE, "process")
            .setAttribute(Attributes.DESTINATION, record.topic())
            .setAttribute(Attributes.PARTITION, Integer.toString(record.partition()))
            .setAttribute(Attributes.OFFSET, record.offset())
            .setAttribute(Attributes.GROUP, group);
    Traces.linkReplay(builder, record.headers(), trace);
    return builder.startSpan();
  }

  /// Whether any record is sampled.
  public boolean areRecorded() {
    return poll != null;
  }

  /// The message of a record, as part of the trace of its span. A replayed dead letter goes on in
  /// the trace that it had, whether or not spans are collected.
  public <T extends MessageBody> Message<T> received(
      ConsumerRecord<String, byte[]> record, Message<T> message) {
    Span span = spans.get(record);
    if (span == null) {
      return Spans.continued(record.headers(), message);
    }
    Attributes.describe(span, record.topic(), message.envelope());
    return message.in(Traces.traceparent(span.getSpanContext()));
  }

  /// A record became a dead letter.
  public void setAside(ConsumerRecord<?, ?> record, String reason) {
    Span span = spans.get(record);
    if (span != null) {
      span.setAttribute(Attributes.DEAD_LETTER, reason).setStatus(StatusCode.ERROR, reason);
    }
  }

  /// Ends the spans; to be called once.
  ///
  /// @param failure null if everything is committed
  public void end(@Nullable Throwable failure) {
    if (poll == null) {
      return;
    }
    if (failure != null) {
      poll.recordException(failure);
      String name = failure.getClass().getSimpleName();
      poll.setStatus(StatusCode.ERROR, name);
      spans.values().forEach(span -> span.setStatus(StatusCode.ERROR, name));
    }
    spans.values().forEach(Span::end);
    poll.end();
  }
}
