package dev.parkade.payment.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

  @Bean
  @ConditionalOnProperty(
      name = "parkade.payment.provider.kind",
      havingValue = "simulated",
      matchIfMissing = true)
  SimulatedGateway simulatedGateway(SimulatorSettings settings) {
    return new SimulatedGateway(settings);
  }

  @Bean
  @ConditionalOnProperty(
      name = "parkade.payment.provider.kind",
      havingValue = "simulated",
      matchIfMissing = true)
  Providers simulatedProvider(
      SimulatedGateway provider, GatewaySettings settings, Claims claims, MeterRegistry meters) {
    return measured(new Providers(List.of(new GuardedGateway(provider, settings)), claims), meters);
  }

  @Bean
  @ConditionalOnProperty(name = "parkade.payment.provider.kind", havingValue = "http")
  Providers httpProviders(
      ProviderSettings providers, GatewaySettings settings, Claims claims, MeterRegistry meters) {
    List<GuardedGateway> guarded =
        providers.http().stream()
            .map(
                endpoint ->
                    new HttpProvider(endpoint, providers.connectTimeout(), settings.timeLimit()))
            .map(provider -> new GuardedGateway(provider, settings))
            .toList();
    return measured(new Providers(guarded, claims), meters);
  }

  private static Providers measured(Providers providers, MeterRegistry meters) {
    for (GuardedGateway provider : providers.all()) {
      Gauge.builder("parkade.gateway.circuit.open", provider, g -> g.isOpen() ? 1 : 0)
          .tag("provider", provider.name())
          .description("1 while calls do not reach the payment provider")
          .register(meters);
      Gauge.builder(
              "parkade.gateway.failure.percent",
              provider,
              g -> g.breaker().getMetrics().getFailureRate())
          .tag("provider", provider.name())
          .description("Failed calls of the circuit breaker's window; -1 while it does not judge")
          .register(meters);
      Gauge.builder(
              "parkade.gateway.calls.free",
              provider,
              g -> g.bulkhead().getMetrics().getAvailableConcurrentCalls())
          .tag("provider", provider.name())
          .description("Places left in the bulkhead before the payment provider")
          .register(meters);
    }
    return providers;
  }
}
