package dev.parkade.testkit.contract;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// How springdoc is used; whatever a test says comes first.
final class ContractSettings implements EnvironmentPostProcessor {

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          // generating is for one test of each service, and the others start faster without it
          "springdoc.api-docs.enabled", false,
          // the comparison with what was published does not understand the types of 3.1
          "springdoc.api-docs.version", "openapi_3_0",
          "springdoc.paths-to-match", "/api/**",
          "springdoc.writer-with-order-by-keys", true,
          "springdoc.default-produces-media-type", "application/json",
          "springdoc.default-consumes-media-type", "application/json");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment.getPropertySources().addLast(new MapPropertySource("contract", DEFAULTS));
  }
}
