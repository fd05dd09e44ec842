package dev.parkade.payment;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// Starts payment-service.
@SpringBootApplication
@ConfigurationPropertiesScan
public class PaymentService {

  public static void main(String[] arguments) {
    SpringApplication.run(PaymentService.class, arguments);
  }
}
