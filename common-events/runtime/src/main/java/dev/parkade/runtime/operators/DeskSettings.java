package dev.parkade.runtime.operators;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What operators may do with dead letters over REST.
///
/// @param writable whether they may replay, discard and restore; if not, they look and plan
/// @param maxPlan the largest request for a replay, which may hold a plan of many ranges
@ConfigurationProperties("parkade.dead-letters.rest")
record DeskSettings(
    @DefaultValue("true") boolean writable, @DefaultValue("2MB") DataSize maxPlan) {}
