package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.payment.gateway.GuardedGateway;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ChargingConfiguration {

  @Bean
  Charging charging(GuardedGateway gateway, PaymentRows rows, Clock clock, Ids ids) {
    return new Charging(gateway, rows, clock, ids);
  }
}
