package dev.parkade.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class TracingAskedTest {

  private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
  private static final String SPANS =
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration";
  private static final String SDK =
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration";
  private static final String LOGS =
      "org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration";
  private static final String OTHER = "org.springframework.boot.jdbc.autoconfigure.Anything";

  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void withoutAnEndpointNothingOfOpenTelemetryIsSetUp() {
    assertThat(left()).containsExactly(false, false, false, true);
  }

  @Test
  void anEndpointBringsSpansAndNoLogs() {
    environment.setProperty(ENDPOINT, "http://localhost:4318/v1/traces");

    assertThat(left()).containsExactly(true, true, false, true);
  }

  @Test
  void anEndpointThatIsEmptyIsNone() {
    environment.setProperty(ENDPOINT, " ");

    assertThat(left()).containsExactly(false, false, false, true);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void anApplicationMayBringItsOwnExporterUnlessTheSdkIsDisabled(boolean sdk, boolean spans) {
    environment.setProperty("parkade.tracing.enabled", "true");
    environment.setProperty("management.opentelemetry.enabled", Boolean.toString(sdk));

    assertThat(left()).containsExactly(spans, spans, false, true);
  }

  private boolean[] left() {
    var filter = new TracingAsked();
    filter.setEnvironment(environment);
    String[] names = {SPANS, SDK, LOGS, OTHER};
    return filter.match(names, null);
  }
}
