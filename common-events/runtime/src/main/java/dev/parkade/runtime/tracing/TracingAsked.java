package dev.parkade.runtime.tracing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Leaves everything about spans out of a service unless somebody collects them: an OTLP endpoint
/// is configured (or `OTEL_EXPORTER_OTLP_ENDPOINT`, which Spring Boot maps to it), or
/// `parkade.tracing.enabled=true` says that the application brings an exporter of its own.
final class TracingAsked implements AutoConfigurationImportFilter, EnvironmentAware, Condition {

  private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
  private static final String SDK = "management.opentelemetry.enabled";
  private static final String ENABLED = "parkade.tracing.enabled";

  private @Nullable Environment environment;

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean[] match(@Nullable String[] names, @Nullable AutoConfigurationMetadata metadata) {
    boolean asked = environment != null && isAsked(environment);
    boolean[] match = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      match[i] = name == null || (asked || !isAboutSpans(name)) && !isAboutLogs(name);
    }
    return match;
  }

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return isAsked(context.getEnvironment());
  }

  /// The endpoint that spans are sent to is no reason to send logs there.
  private static boolean isAboutLogs(String name) {
    return name.startsWith("org.springframework.boot.opentelemetry.autoconfigure.logging.");
  }

  private static boolean isAboutSpans(String name) {
    return name.startsWith("org.springframework.boot.micrometer.tracing.")
        || name.startsWith("org.springframework.boot.opentelemetry.");
  }

  private static boolean isAsked(Environment environment) {
    if (!environment.getProperty(SDK, Boolean.class, true)) {
      return false;
    }
    String endpoint = environment.getProperty(ENDPOINT);
    return endpoint != null && !endpoint.isBlank()
        || environment.getProperty(ENABLED, Boolean.class, false);
  }
}
