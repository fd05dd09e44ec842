package dev.parkade.inventory.world;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/// A test of the whole service with a real broker and a real database. Tests with this annotation
/// share one service. Expired holds are given back when a test says so.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "springdoc.api-docs.enabled=true",
      // who comes with a trace has spans
      "parkade.tracing.enabled=true",
      "management.tracing.sampling.probability=0",
      "management.opentelemetry.tracing.export.schedule-delay=50ms",
      "spring.datasource.hikari.connection-timeout=5000",
      "spring.datasource.hikari.connection-init-sql=set idle_in_transaction_session_timeout = '2min'",
      "parkade.holds.sweep-interval=1h",
      "parkade.holds.sweep-slice=3"
    })
@Import(Surroundings.class)
public @interface InventoryServiceTest {}
