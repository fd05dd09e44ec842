package dev.parkade.order.intake;

import dev.parkade.order.orders.OrderProblems;
import dev.parkade.runtime.http.ServiceHelp;
import dev.parkade.runtime.problem.ProblemCatalogue;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the service says about itself.
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  @Bean
  ProblemCatalogue orderProblems() {
    return ProblemCatalogue.of(
        IntakeProblems.KEY_REQUIRED,
        IntakeProblems.KEY_INVALID,
        IntakeProblems.KEY_REUSED,
        IntakeProblems.KEY_IN_FLIGHT,
        OrderProblems.ORDER_NOT_FOUND,
        OrderProblems.ORDER_NOT_CANCELLABLE);
  }

  @Bean
  ServiceHelp orderHelp() {
    return new ServiceHelp(
        "Takes orders and sees them through: stock, payment, and everything undone if it fails.",
        List.of(
            "POST /api/v1/orders                   place an order (Idempotency-Key; Prefer: wait=2)",
            "GET  /api/v1/orders/{id}              how it stands (ETag, If-None-Match)",
            "GET  /api/v1/orders/{id}/timeline     everything that happened to it",
            "POST /api/v1/orders/{id}/cancellation cancel it, until it is paid",
            "GET  /api/v1/orders?customerId=       the orders of a customer, newest first",
            "GET  /api/v1/orders/{id}/events       follow it (server-sent events, Last-Event-ID)",
            "GET  /api/v1/orders/summary?customerId=  how many they are, and what they cost",
            "GET  /api/v1/sagas?status=            sagas, for operators",
            "POST /api/v1/sagas/{id}/(retry|skip|resolve)  what operators do about them"),
        List.of(
            "curl -i -X POST {base}/api/v1/orders -H 'Content-Type: application/json' \\",
            "  -H \"Idempotency-Key: $(date +%s)\" -H 'Prefer: wait=2' \\",
            "  -d '{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":2}]}'",
            "order=$(curl -s '{base}/api/v1/orders?customerId=ada&limit=1'"
                + " | sed 's/.*\"items\":\\[{\"id\":\"\\([^\"]*\\)\".*/\\1/')",
            "curl -i {base}/api/v1/orders/$order",
            "curl -s {base}/api/v1/orders/$order/timeline",
            "curl -N {base}/api/v1/orders/$order/events",
            "curl -i -X POST {base}/api/v1/orders/$order/cancellation"));
  }
}
