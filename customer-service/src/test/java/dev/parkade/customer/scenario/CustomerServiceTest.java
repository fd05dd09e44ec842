package dev.parkade.customer.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/// A test of the whole service with a real broker and a real database. Tests with this annotation
/// share one service.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      // who comes with a trace has spans
      "parkade.tracing.enabled=true",
      "management.tracing.sampling.probability=0",
      "management.opentelemetry.tracing.export.schedule-delay=50ms",
      "springdoc.api-docs.enabled=true"
    })
@Import(Surroundings.class)
public @interface CustomerServiceTest {}
