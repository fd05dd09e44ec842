package dev.parkade.customer.directory;

import static dev.parkade.customer.scenario.Client.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.customer.scenario.Client;
import dev.parkade.customer.scenario.CustomerServiceTest;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.waiting.Eventually;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CustomerServiceTest
class TracedChangeIT {

  private static final Duration SOON = Eventually.SOON;

  @Autowired Client client;
  @Autowired RecordedSpans recorded;

  @Test
  void aChangeIsToldInTheTraceOfItsRequest() throws Exception {
    Traceparent caller = Traceparent.start();

    var answer = client.put("ada-traced", ADA, "traceparent", caller.header());

    SpanData request = span("http put /api/v1/customers/{id}", caller);
    assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(Client.header(answer, "traceparent"))
        .isEqualTo(RecordedSpans.context(request).header());
    span("send customer.events", RecordedSpans.context(request));
  }

  @Test
  void aProblemNamesTheTrace() throws Exception {
    Traceparent caller = Traceparent.start();

    var answer = client.put("ada-refused", "{}", "traceparent", caller.header());

    assertThat(Client.assertProblem(answer, 400, "invalid-field").path("traceId").asString())
        .isEqualTo(caller.traceId());
  }

  private SpanData span(String name, Traceparent parent) {
    Eventually.within(SOON, () -> assertThat(recorded.childrenOf(parent, name)).hasSize(1));
    return recorded.childrenOf(parent, name).getFirst();
  }
}
