package dev.parkade.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Traceparent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeginningsTest {

  private static final Traceparent TRACE = Traceparent.start();

  @Test
  void aShareOfTheRequestsBeginsATrace() {
    assertThat(begun(Sampler.alwaysOn(), SpanKind.SERVER)).isTrue();
    assertThat(begun(Sampler.alwaysOff(), SpanKind.SERVER)).isFalse();
  }

  @Test
  void whatAServiceDoesByItselfBeginsNone() {
    assertThat(begun(Sampler.alwaysOn(), SpanKind.INTERNAL)).isFalse();
  }

  @Test
  void aPollIsSampledIfOneOfItsRecordsIs() {
    var unsampled = new Traceparent(TRACE.traceId(), TRACE.spanId(), false);

    assertThat(begun(Sampler.alwaysOff(), SpanKind.CONSUMER, unsampled, TRACE)).isTrue();
    assertThat(begun(Sampler.alwaysOff(), SpanKind.CONSUMER, unsampled)).isFalse();
  }

  private static boolean begun(Sampler requests, SpanKind kind, Traceparent... links) {
    List<LinkData> linked =
        List.of(links).stream().map(Traces::context).map(LinkData::create).toList();
    return new Beginnings(requests)
        .shouldSample(Context.root(), TRACE.traceId(), "any", kind, Attributes.empty(), linked)
        .getDecision()
        .equals(SamplingDecision.RECORD_AND_SAMPLE);
  }
}
