package dev.parkade.payment.gateway;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

  @Bean
  SimulatedGateway simulatedGateway(SimulatorSettings settings) {
    return new SimulatedGateway(settings);
  }

  @Bean
  GuardedGateway guardedGateway(
      SimulatedGateway provider, GatewaySettings settings, MeterRegistry meters) {
    var gateway = new GuardedGateway("simulated", provider, settings);
    Gauge.builder("parkade.gateway.circuit.open", gateway, g -> g.isOpen() ? 1 : 0)
        .description("1 while calls do not reach the payment provider")
        .register(meters);
    Gauge.builder(
            "parkade.gateway.failure.percent",
            gateway.breaker(),
            (CircuitBreaker b) -> b.getMetrics().getFailureRate())
        .description("Failed calls of the circuit breaker's window; -1 while it does not judge")
        .register(meters);
    Gauge.builder(
            "parkade.gateway.calls.free",
            gateway.bulkhead(),
            b -> b.getMetrics().getAvailableConcurrentCalls())
        .description("Places left in the bulkhead before the payment provider")
        .register(meters);
    return gateway;
  }
}
