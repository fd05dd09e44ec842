package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.payment.gateway.Providers;
import dev.parkade.runtime.http.ServiceHelp;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ChargingConfiguration {

  @Bean
  Charging charging(Providers providers, PaymentRows rows, Clock clock, Ids ids) {
    return new Charging(providers, rows, clock, ids);
  }

  @Bean
  ServiceHelp paymentHelp() {
    return new ServiceHelp(
        "Charges orders and gives money back. A charge waits for its customer, in order.",
        List.of(
            "GET  /api/v1/payments?orderId=                what was decided about an order",
            "GET  /api/v1/parked?customerId=&waitReason=   what waits here, and for what",
            "POST /api/v1/parked/customers/{id}/unblock    let a customer go on behind a dead letter"),
        List.of(
            "curl -s '{base}/api/v1/parked?limit=5'",
            "curl -s '{base}/api/v1/parked?waitReason=CUSTOMER_UNKNOWN&olderThan=15m'",
            "order=018f0000-0000-7000-8000-000000000001   # the id that POST /api/v1/orders gave you",
            "curl -s \"{base}/api/v1/payments?orderId=$order\""));
  }
}
