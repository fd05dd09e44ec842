package dev.parkade.order;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Starts the order-orchestrator.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class OrderOrchestratorApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(OrderOrchestratorApplication.class, arguments);
  }
}
