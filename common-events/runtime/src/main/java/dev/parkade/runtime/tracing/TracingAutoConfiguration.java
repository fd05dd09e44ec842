package dev.parkade.runtime.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/// Gives every service its spans, if somebody collects them.
@AutoConfiguration(
    beforeName =
        "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
class TracingAutoConfiguration {

  @Bean
  Spans spans(ObjectProvider<OpenTelemetry> telemetry, Clock clock) {
    OpenTelemetry found = telemetry.getIfAvailable();
    return found == null ? Spans.off() : Spans.of(found.getTracer("dev.parkade"), clock);
  }

  @Configuration(proxyBeanMethods = false)
  @Conditional(TracingAsked.class)
  static class Sampling {

    @Bean
    Sampler sampler(@Value("${management.tracing.sampling.probability:0.1}") double share) {
      return Sampler.parentBased(new Beginnings(Sampler.traceIdRatioBased(share)));
    }
  }
}
