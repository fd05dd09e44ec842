package dev.parkade.payment.scenario;

import dev.parkade.payment.PaymentService;
import java.io.IOException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/// The service in a JVM of its own that can be held at a [HoldPoint].
final class HeldService {

  private HeldService() {}

  public static void main(String[] arguments) throws IOException {
    new SpringApplicationBuilder(PaymentService.class)
        .initializers(
            context -> {
              var beans = (GenericApplicationContext) context;
              beans.registerBean("statements", BeanPostProcessor.class, () -> Hold.STATEMENTS);
              beans.registerBean("hold", Hold.class, Hold::new);
            })
        .run(arguments);
    // the pipe from the starter ends with the starter
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }
}
