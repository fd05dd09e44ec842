package dev.parkade.runtime.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.runtime.tracing.Spans;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.time.TestClock;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TracedSendTest {

  private final RecordedSpans recorded = new RecordedSpans();
  private final TestClock clock = TestClock.atNoon();
  private final MockProducer<String, byte[]> broker =
      new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
  private final SendPipeline<Integer> pipeline =
      new SendPipeline<>(
          broker, 3, new RelayHold(), Spans.of(recorded.tracer(), clock), position -> {});

  @Test
  void aRowIsSentInASpanOfItsTraceThatEndsWhenItIsAcknowledged() throws Exception {
    Traceparent row = Traceparent.start();
    var record = record(row);
    clock.advance(Duration.ofMillis(250));

    pipeline.send(1, record);

    assertThat(recorded.all()).isEmpty();
    broker.completeNext();
    SpanData span = recorded.named("send " + Topics.ORDER_REPLIES.name()).getFirst();
    assertThat(span.getTraceId()).isEqualTo(row.traceId());
    assertThat(span.getParentSpanId()).isEqualTo(row.spanId());
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.getAttributes().get(AttributeKey.doubleKey("parkade.outbox.wait_seconds")))
        .isEqualTo(0.25);
    // whoever reads the record goes on from there, and only from there
    assertThat(record.headers().headers(WireHeaders.TRACEPARENT))
        .extracting(Header::value)
        .containsExactly(
            new Traceparent(span.getTraceId(), span.getSpanId(), true).header().getBytes(UTF_8));
  }

  @Test
  void aRowThatTheBrokerRefusesEndsItsSpanAsAnError() throws Exception {
    pipeline.send(1, record(Traceparent.start()));

    broker.errorNext(new IllegalStateException("no"));

    assertThat(recorded.all())
        .singleElement()
        .returns(StatusCode.ERROR, span -> span.getStatus().getStatusCode());
  }

  @Test
  void whoIsNotSampledIsSentAsItIs() throws Exception {
    var trace = new Traceparent("a".repeat(32), "b".repeat(16), false);
    var record = record(trace);

    pipeline.send(1, record);
    broker.completeNext();

    assertThat(recorded.all()).isEmpty();
    assertThat(record.headers().lastHeader(WireHeaders.TRACEPARENT).value())
        .isEqualTo(trace.header().getBytes(UTF_8));
  }

  private ProducerRecord<String, byte[]> record(Traceparent trace) {
    var record =
        new ProducerRecord<String, byte[]>(Topics.ORDER_REPLIES.name(), "key", new byte[0]);
    record.headers().add(WireHeaders.TRACEPARENT, trace.header().getBytes(UTF_8));
    record.headers().add(WireHeaders.TIME, clock.instant().toString().getBytes(UTF_8));
    return record;
  }
}
