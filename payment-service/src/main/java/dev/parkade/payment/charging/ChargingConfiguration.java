package dev.parkade.payment.charging;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.payment.gateway.Providers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ChargingConfiguration {

  @Bean
  Charging charging(Providers providers, PaymentRows rows, Clock clock, Ids ids) {
    return new Charging(providers, rows, clock, ids);
  }
}
