package dev.parkade.payment.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the simulated provider behaves.
///
/// @param maxLatency each call takes between nothing and this, fixed per idempotency key
/// @param lateAnswer how long a late answer takes; longer than the gateway's time limit
@ConfigurationProperties("parkade.payment.simulator")
public record SimulatorSettings(
    @DefaultValue("1ms") Duration maxLatency, @DefaultValue("3s") Duration lateAnswer) {}
