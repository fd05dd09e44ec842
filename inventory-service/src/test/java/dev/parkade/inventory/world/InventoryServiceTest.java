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
      "spring.datasource.hikari.connection-timeout=1000",
      "parkade.holds.sweep-interval=1h",
      "parkade.holds.sweep-slice=3"
    })
@Import(Surroundings.class)
public @interface InventoryServiceTest {}
