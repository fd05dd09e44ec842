package dev.parkade.runtime.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/// Which traces are begun here: a share of the requests, and every poll that is linked to a trace
/// that is sampled. What the service does by itself, on a timer, begins none.
final class Beginnings implements Sampler {

  private final Sampler requests;

  Beginnings(Sampler requests) {
    this.requests = requests;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    if (links.stream().anyMatch(link -> link.getSpanContext().isSampled())) {
      return SamplingResult.recordAndSample();
    }
    return kind == SpanKind.SERVER
        ? requests.shouldSample(parent, traceId, name, kind, attributes, links)
        : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "Beginnings{" + requests.getDescription() + "}";
  }
}
