package dev.parkade.payment.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What protects the service from its provider.
///
/// @param timeLimit how long a call may take; then its outcome is ambiguous and asked for
/// @param concurrentCalls how many calls run at once (bulkhead)
/// @param breakerWindow how many calls the circuit breaker looks back on
/// @param breakerMinimumCalls how many it needs before it judges
/// @param breakerFailurePercent from which share of failures on it opens
/// @param breakerOpenFor how long it stays open before it lets trial calls through
/// @param breakerTrialCalls how many trial calls decide whether it closes again
@ConfigurationProperties("parkade.payment.gateway")
public record GatewaySettings(
    @DefaultValue("2s") Duration timeLimit,
    @DefaultValue("64") int concurrentCalls,
    @DefaultValue("50") int breakerWindow,
    @DefaultValue("20") int breakerMinimumCalls,
    @DefaultValue("50") int breakerFailurePercent,
    @DefaultValue("5s") Duration breakerOpenFor,
    @DefaultValue("5") int breakerTrialCalls) {}
