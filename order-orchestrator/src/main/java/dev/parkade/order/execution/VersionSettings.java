package dev.parkade.order.execution;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How a new version of the saga's definition is rolled out.
///
/// @param begin the version that new orders begin with, by default the newest. While some instances
///     do not have that one yet, name the newest that all of them have: an answer that reaches an
///     instance without its saga's version costs the order a time limit
@ConfigurationProperties("parkade.saga.version")
record VersionSettings(@Nullable Integer begin) {}
